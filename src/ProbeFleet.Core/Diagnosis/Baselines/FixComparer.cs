namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>Decides whether a later probe proves that the reported fault is fixed.</summary>
internal static class FixComparer
{
    /// <summary>
    /// Only a later, passed probe from the same vantage, of the same route (<see cref="RouteComparability"/>) and at least as deep
    /// verifies the fix; a variant never does.
    /// </summary>
    public static VerificationVerdict Judge(ReportedProbe reported, ProbeResult after)
    {
        if (after.Vantage.Name != reported.Vantage)
        {
            return new VerificationVerdict.WrongVantage([reported.Vantage], after.Vantage.Name);
        }

        var route = RouteComparability.Judge(reported.Cause, reported.Route, RouteIdentity.From(after));
        IReadOnlyList<ChangedFact> fields = [.. Shortcomings(reported, after), .. route.IsComparable ? [] : route.Fields];
        return fields switch
        {
            [_, ..] => new VerificationVerdict.NotComparable(fields),
            _ when SentNothing(reported.Break, after) => new VerificationVerdict.NothingSent(after.Diagnosis),
            _ when after.Outcome is ProbeOutcome.Failed => new VerificationVerdict.StillFailing(after.Diagnosis),
            _ when StillSlow(reported.Slow, after) is { } slow => new VerificationVerdict.StillSlow(slow),
            _ => new VerificationVerdict.Verified(after.Id) { WithAnotherCredential = route.Fields is not [] },
        };
    }

    /// <summary>
    /// Whether the later probe ended before anything was sent, as without the key, and the reported one did not: what broke then was not
    /// tried again.
    /// </summary>
    /// <param name="reported">The reported break; null when nothing had failed.</param>
    public static bool SentNothing(Stage? reported, ProbeResult after) =>
        after is { Outcome: ProbeOutcome.Failed, Break: Stage.Configure or Stage.Credential }
        && reported is not (Stage.Configure or Stage.Credential);

    /// <summary>Compares the stage with the reported usual time, because a single probe needs no detector.</summary>
    private static SlowStage? StillSlow(SlowStage? reported, ProbeResult after) => reported is null ? null :
        UsualTimes.TimesOf(after).Where(
            stage => stage.Stage == reported.Stage && LatencyDetector.IsWorthAttention(stage.Time, reported.Usual))
            .Select(stage => reported with { Took = stage.Time }).FirstOrDefault();

    private static IEnumerable<ChangedFact> Shortcomings(ReportedProbe reported, ProbeResult after)
    {
        if (after.StartedAt <= reported.StartedAt)
        {
            yield return new("startedAt", $"after {reported.StartedAt:O}", $"{after.StartedAt:O}");
        }

        if (after.Variant is not (null or ProbeVariant.Full))
        {
            yield return new("variant", null, WireWord.Of(after.Variant.Value));
        }

        if (after.Depth < reported.Depth)
        {
            yield return new("depth", WireWord.Of(reported.Depth), WireWord.Of(after.Depth));
        }
    }
}

/// <summary>The facts of a failed or slow probe with which a later probe is compared.</summary>
/// <param name="Break">The first stage that failed; null when none did.</param>
internal sealed record ReportedProbe(
    VantageName Vantage, RouteIdentity Route, ProbeDepth Depth, DateTimeOffset StartedAt, Cause Cause, Stage? Break, SlowStage? Slow)
{
    /// <summary>Keeps of a result what a packet keeps: only the route's fingerprint shows the credential.</summary>
    public static ReportedProbe From(ProbeResult result) => new(
        result.Vantage.Name, RouteIdentity.From(result) with { Credential = null }, result.Depth, result.StartedAt, result.Diagnosis.Cause,
        result.Break, result.Slow);
}
