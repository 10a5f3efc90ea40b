using ProbeFleet.Core.Localization.Detection;

namespace ProbeFleet.Fleet.Rounds;

/// <summary>Decides whether a failure is worth a burst, and how far the burst's probes go.</summary>
internal static class BurstRules
{
    private const int TooManyRequests = 429;

    /// <summary>A wrong configuration does not work the second time either, and a probe that failed internally asked nothing.</summary>
    public static bool IsWorthIt(ProbeResult result) =>
        result is { Outcome: ProbeOutcome.Failed, Diagnosis: { Owner: not Owner.Configuration, Cause: not Cause.ProbeFailed } };

    /// <summary>The cheapest depth past the break: a connection needs no credential, and authentication spends no tokens.</summary>
    public static ProbeDepth DepthFor(ProbeResult failure) => RouteCell.DepthPast(failure.Break, failure.Depth);

    /// <summary>Converts a result for the burst test. Any 429 counts as a rate limit, whatever its diagnosed cause.</summary>
    public static BurstAttempt AttemptOf(ProbeResult result) => new(
        result.Outcome is ProbeOutcome.Passed,
        result.Response?.Status == TooManyRequests ? Cause.QuotaRate : result.Diagnosis.Cause,
        result.Response?.RetryAfter);
}
