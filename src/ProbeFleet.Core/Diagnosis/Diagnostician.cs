using ProbeFleet.Core.Evidence;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Evidence in, diagnosis out: a pure function that can be run again over stored results when the rules get better.</summary>
public static class Diagnostician
{
    /// <summary>Judges one probe.</summary>
    /// <param name="evidence">What the probe saw.</param>
    public static ProbeDiagnosis Diagnose(ProbeEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.BrokenStage is { } broken
            ? new() { Cause = Cause.Unclassified, Owner = Owner.Unknown, Confidence = 0, Summary = $"The {broken.Stage} stage failed." }
            : new() { Cause = Cause.Ok, Owner = Owner.None, Confidence = 1, Summary = "The route answered." };
    }
}
