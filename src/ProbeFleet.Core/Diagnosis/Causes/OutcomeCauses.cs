namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes that blame nobody.</summary>
internal static class OutcomeCauses
{
    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.Ok] = new CauseEntry(Owner.None, Symptom.Unclassified,
            "The route works as far as the probe's depth goes."),
        [Cause.ProbeCancelled] = new CauseEntry(Owner.Unknown, Symptom.Unclassified,
            "The caller cancelled the probe before it could tell anything.",
            "Run the probe again.")
            .Not("Do not count it as a failure of the route."),
        [Cause.ProbeFailed] = new CauseEntry(Owner.Unknown, Symptom.Unclassified,
            "The probe itself failed, by a defect of ProbeFleet that an answer or a certificate brought out. It says nothing about the "
                + "route.",
            "Report it to ProbeFleet: the exception's type, its place and the version are in the result.",
            "Probe the route with another tool ('probefleet request' writes the request as a script).")
            .Not("Do not count it as a failure of the route."),
        [Cause.Unclassified] = new CauseEntry(Owner.Unknown, Symptom.Unclassified,
            "The evidence fits no rule.",
            "Read the broken stage, and the exception in the result's JSON (probefleet probe --output json): they say what was seen.",
            "Run the probe again, and from another vantage or network: what differs is where to look.")
            .Not("Do not change anything before the break is understood."),
    };
}
