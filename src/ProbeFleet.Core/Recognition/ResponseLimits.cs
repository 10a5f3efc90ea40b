using System.Globalization;

namespace ProbeFleet.Core.Recognition;

/// <summary>Reads the rate limits and the waiting time that a response states.</summary>
internal static class ResponseLimits
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(366);

    /// <summary>The rate limit as sent, -1 and 0 included; null when none is stated.</summary>
    public static RateLimit? ReadRateLimit(ResponseHeaders headers)
    {
        var limit = new RateLimit
        {
            LimitRequests = ReadCount(headers["x-ratelimit-limit-requests"]),
            RemainingRequests = ReadCount(headers["x-ratelimit-remaining-requests"]),
            LimitTokens = ReadCount(headers["x-ratelimit-limit-tokens"]),
            RemainingTokens = ReadCount(headers["x-ratelimit-remaining-tokens"]),
        };
        return limit == new RateLimit() ? null : limit;
    }

    /// <summary>
    /// How long the response asks the caller to wait. An HTTP date in <c>retry-after</c> is measured from the response's own <c>date</c>,
    /// so that no local clock is involved; without one it is not used.
    /// </summary>
    public static TimeSpan? ReadRetryAfter(ResponseHeaders headers) =>
        ReadWait(headers["retry-after-ms"], TimeSpan.TicksPerMillisecond)
        ?? ReadWait(headers["x-ms-retry-after-ms"], TimeSpan.TicksPerMillisecond)
        ?? ReadWait(headers["retry-after"], TimeSpan.TicksPerSecond)
        ?? ReadWaitUntil(headers["retry-after"], headers["date"]);

    private static long? ReadCount(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static TimeSpan? ReadWait(string? text, long ticksPerUnit) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
        && units <= LongestWait.Ticks / ticksPerUnit
            ? TimeSpan.FromTicks((long)(units * ticksPerUnit))
            : null;

    private static TimeSpan? ReadWaitUntil(string? until, string? from) =>
        TryReadDate(until, out var end) && TryReadDate(from, out var start) && end >= start
            && end - start <= LongestWait ? end - start : null;

    private static bool TryReadDate(string? text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
}
