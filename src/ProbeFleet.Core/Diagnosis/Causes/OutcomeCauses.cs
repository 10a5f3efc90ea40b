using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>The causes that blame nobody.</summary>
internal static class OutcomeCauses
{
    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.Ok] = new(Owner.None, "The route works as far as the probe's depth goes."),
        [Cause.ProbeCancelled] = new(Owner.Unknown, "The caller cancelled the probe before it could tell anything.")
        {
            DoNext = ["Run the probe again."],
            DoNot = ["Do not count it as a failure of the route."],
        },
        [Cause.ProbeFailed] = new(
            Owner.Unknown, "The probe itself failed, by a defect of ProbeFleet that an answer or a certificate brought out. It says "
                + "nothing about the route.")
        {
            DoNext =
            [
                "Report it to ProbeFleet: the exception's type, its place and the version are in the result.",
                "Probe the route with another tool ('probefleet request' writes the request as a script).",
            ],
            DoNot = ["Do not count it as a failure of the route."],
        },
        [Cause.Unclassified] = new(Owner.Unknown, "The evidence fits no rule.")
        {
            DoNext = ["Read the broken stage and the exception chain of the result: they say what was seen.",
                "Run the probe again, and from another vantage or network: what differs is where to look.",],
            DoNot = ["Do not change anything before the break is understood."],
        },
    };
}
