using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Reads the <c>probe</c> part.</summary>
internal static class ProbeSettingsReader
{
    private static readonly TimeSpan ShortestStage = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ShortestProbe = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);

    private static readonly string[] Members =
        ["depth", "timeout", "connectTimeout", "tlsTimeout", "headerTimeout", "streamGap", "attempts", "concurrency", "completionEvery",
            "reuseEvery"];

    public static ProbeSettings Read(JsonCursor? at)
    {
        var settings = new ProbeSettings();
        if (at?.AsObject(Members) is not { } members)
        {
            return settings;
        }

        // A refused timeout does not also refuse the budgets of the stages.
        var timeout = members["timeout"] is { } whole ? whole.AsDuration(ShortestProbe, LongestProbe) ?? LongestProbe : settings.Timeout;
        return new ProbeSettings
        {
            Depth = members["depth"]?.AsOneOf<ProbeDepth>() ?? settings.Depth,
            Timeout = timeout,
            ConnectTimeout = ReadStage(members["connectTimeout"], timeout) ?? Shorter(settings.ConnectTimeout, timeout),
            TlsTimeout = ReadStage(members["tlsTimeout"], timeout) ?? Shorter(settings.TlsTimeout, timeout),
            HeaderTimeout = ReadStage(members["headerTimeout"], timeout) ?? Shorter(settings.HeaderTimeout, timeout),
            StreamGap = ReadStage(members["streamGap"], timeout) ?? Shorter(settings.StreamGap, timeout),
            Attempts = members["attempts"]?.AsInteger(1, 5) ?? settings.Attempts,
            Concurrency = members["concurrency"]?.AsInteger(1, 64) ?? settings.Concurrency,
            CompletionEvery = members["completionEvery"]?.AsInteger(1, 1000) ?? settings.CompletionEvery,
            ReuseEvery = members["reuseEvery"]?.AsDuration(ProbeSettings.ShortestReuse, ProbeSettings.LongestReuse),
        };
    }

    private static TimeSpan? ReadStage(JsonCursor? at, TimeSpan timeout)
    {
        var budget = at?.AsDuration(ShortestStage, LongestProbe);
        if (budget > timeout)
        {
            at?.Refuse($"Must not be longer than the whole probe's timeout of {timeout:c}.");
        }

        return budget;
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
