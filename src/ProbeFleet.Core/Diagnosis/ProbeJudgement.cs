namespace ProbeFleet.Core.Diagnosis;

/// <summary>Makes a probe's result from its evidence.</summary>
public static class ProbeJudgement
{
    /// <summary>
    /// Diagnoses the evidence and makes the matching result. The outcome is that of the cause (<see cref="ProbeOutcomes.For"/>). If it is
    /// passed, there is no break, and an answer stage that failed with an error status which proves the route (a 400 "could not finish", a
    /// 401 at depth path) becomes passed with the summary as its reason.
    /// </summary>
    public static ProbeResult Conclude(ProbeEvidence evidence, Fingerprint fingerprint)
    {
        var diagnosis = Diagnostician.Diagnose(evidence);
        var passed = ProbeOutcomes.For(diagnosis.Cause) is ProbeOutcome.Passed;
        return new()
        {
            Id = evidence.Id,
            Schema = evidence.Schema,
            StartedAt = evidence.StartedAt,
            Duration = evidence.Duration,
            Vantage = evidence.Vantage,
            Route = evidence.Route,
            Depth = evidence.Depth,
            Variant = evidence.Variant,
            Stages = passed ? [.. evidence.Stages.Select(stage => Pass(stage, diagnosis.Summary))] : evidence.Stages,
            Exception = evidence.Exception,
            Response = evidence.Response,
            Workload = evidence.Workload,
            DrillDown = evidence.DrillDown,
            Reuse = evidence.Reuse,
            Preflight = evidence.Preflight,
            Outcome = passed ? ProbeOutcome.Passed : ProbeOutcome.Failed,
            Break = passed ? null : evidence.BrokenStage?.Stage,
            Diagnosis = diagnosis,
            Fingerprint = fingerprint,
        };
    }

    private static StageEvidence Pass(StageEvidence stage, string reason) => stage.Outcome is StageOutcome.Failed
        ? stage with { Outcome = StageOutcome.Passed, Failure = null, Reason = reason }
        : stage;
}
