using System.Globalization;

namespace ProbeFleet.Storage.Baselines;

/// <summary>
/// Usual times as text: <c>authenticated.connect=*:900:2.5112:0.0213,14:61:2.49:0.02 …</c>. A depth and stage are followed by hours
/// (<c>*</c> is any hour), each with the sample count and the mean and variance of the logarithm of milliseconds.
/// </summary>
internal static class UsualTimesText
{
    private const string Column = "Usual";

    public static string Write(UsualTimes times) => string.Join(' ', times.All
        .GroupBy(time => (time.Depth, time.Stage))
        .Select(stage => $"{WireWord.Of(stage.Key.Depth)}.{WireWord.Of(stage.Key.Stage)}={string.Join(',', stage.Select(Hour))}"));

    public static UsualTimes Read(string text) =>
        UsualTimes.From(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(ReadStage));

    private static string Hour(LearnedTime time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(time.Hour is { } hour ? hour : "*")}:{time.Time.Count}:{time.Time.MeanLog:0.####}:{time.Time.VarianceLog:0.####}");

    private static IEnumerable<LearnedTime> ReadStage(string text) =>
        text.Split('=') is [var place, var hours] && place.Split('.') is [var depth, var stage]
            ? hours.Split(',').Select(hour => ReadHour(WireWord.Read<ProbeDepth>(Column, depth), WireWord.Read<Stage>(Column, stage), hour))
            : throw Unreadable();

    private static LearnedTime ReadHour(ProbeDepth depth, Stage stage, string text) =>
        text.Split(':') is [var hour, var count, var mean, var variance]
        && (hour is "*" || Whole(hour) is < 24) && Whole(count) is { } samples && Number(mean) is { } middle
            && Number(variance) is >= 0 and { } spread
            ? new(depth, stage, Whole(hour), new(samples, middle, spread))
            : throw Unreadable();

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static FormatException Unreadable() => new($"Column {Column} holds something that is no usual time.");
}
