namespace ProbeFleet.Storage.Results;

/// <summary>Cuts a range of time into slices, newest first, none across the end of a UTC day.</summary>
internal static class TimeSlices
{
    /// <summary>
    /// Whole days, or slices of 2, 8, 32, … minutes: a busy fleet's page reads little, and a quiet one is searched quickly.
    /// </summary>
    public static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Of(DateTimeOffset from, DateTimeOffset to, bool wholeDays)
    {
        var longest = TimeSpan.FromDays(1);
        var length = wholeDays ? longest : TimeSpan.FromMinutes(2);
        for (var end = to; end > from; length = length < longest ? length * 4 : length)
        {
            var day = new DateTimeOffset(end.UtcTicks - 1, TimeSpan.Zero).UtcDateTime.Date;
            var begin = new[] { from, new DateTimeOffset(day, TimeSpan.Zero), end - length }.Max();
            yield return (begin, end);
            end = begin;
        }
    }
}
