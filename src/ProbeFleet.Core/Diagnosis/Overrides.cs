namespace ProbeFleet.Core.Diagnosis;

/// <summary>Mentions environment variables that redirect the workload's client away from the route.</summary>
internal static class Overrides
{
    /// <summary>Adds a step about such variables if there are any and the route failed.</summary>
    public static Finding Mention(DiagnosisContext context, Finding finding) =>
        ProbeOutcomes.For(finding.Cause) is ProbeOutcome.Failed
            && context.Evidence.Find<ConfigureEvidence>()?.Facts?.Overrides is { Count: > 0 } overrides
            ? finding.Do(
                $"Check {string.Join(", ", overrides.Keys.Order(StringComparer.Ordinal))} in this environment: "
                + "the workload's client may be sent elsewhere by it than this route says.")
            : finding;
}
