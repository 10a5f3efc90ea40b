using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Fleet.Rounds;

/// <summary>Whether a failure is worth a burst, and how far its probes go.</summary>
internal static class BurstRules
{
    private const int TooManyRequests = 429;

    /// <summary>A configuration that cannot work does not work better the second time, and a probe that failed by itself asked nothing.</summary>
    public static bool IsWorthIt(ProbeResult result) =>
        result is { Outcome: ProbeOutcome.Failed, Diagnosis: { Owner: not Owner.Configuration, Cause: not Cause.ProbeFailed } };

    /// <summary>The cheapest depth that goes past the break: a connection needs no credential, a token no tokens.</summary>
    public static ProbeDepth DepthFor(ProbeResult failure) => RouteCell.DepthPast(failure.Break, failure.Depth);

    /// <summary>One result as the test takes it. Any 429 counts as a limit, whatever its cause is taken for.</summary>
    public static BurstAttempt AttemptOf(ProbeResult result) => new(
        result.Outcome is ProbeOutcome.Passed,
        result.Response?.Status == TooManyRequests ? Cause.QuotaRate : result.Diagnosis.Cause,
        result.Response?.RetryAfter);
}
