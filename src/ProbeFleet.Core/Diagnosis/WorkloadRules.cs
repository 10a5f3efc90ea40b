using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Compares the workload's own runtime with .NET's result for the same request.</summary>
internal static class WorkloadRules
{
    /// <summary>Reports that the workload's runtime cannot make the call here.</summary>
    public static Finding NotAvailable(DiagnosisContext context) => Finding.Proven(
        Cause.ConfigRuntimeNotAvailable,
        $"The route's runtime {RuntimeOf(context)} cannot make the call here{context.Detail}. Nothing was sent.");

    /// <summary>The difference that explains why only one of the two runtimes passes; null when both end alike or none is known.</summary>
    public static RuntimeDifference? Difference(DiagnosisContext context, Finding finding)
    {
        var passed = ProbeOutcomes.For(finding.Cause) is ProbeOutcome.Passed;
        if (context.Evidence.Workload?.Control is not { } control || passed == (control.Outcome is ProbeOutcome.Passed))
        {
            return null;
        }

        var (workload, dotnet) = (RuntimeSide.From(context.Evidence, passed), new RuntimeSide(null, control));
        return passed ? RuntimeDifferences.Explain(dotnet, workload) : RuntimeDifferences.Explain(workload, dotnet);
    }

    /// <summary>Adds .NET's result for the same request to the finding.</summary>
    public static Finding Mention(DiagnosisContext context, Finding finding)
    {
        if (context.Evidence.Workload is not { Control: { } control })
        {
            return finding;
        }

        var passed = ProbeOutcomes.For(finding.Cause) is ProbeOutcome.Passed;
        if (passed == (control.Outcome is ProbeOutcome.Passed))
        {
            return passed ? finding
                // Without a closer look of its own, .NET's cause may be a coarser word for the same failure.
                : control.Cause == finding.Cause || IsTheSame(control, context.Evidence.BrokenStage)
                    ? OfWhatDotnetSaw(control, finding.Note(
                        "The same request from .NET fails in the same way: the runtime makes no difference."))
                : finding.Note($"The same request from .NET fails too, as {WireWord.Of(control.Cause ?? Cause.Unclassified)}.");
        }

        var (name, other) = (RuntimeSide.From(context.Evidence, passed).Name, passed ? "fails" : "passes");
        return Difference(context, finding) switch
        {
            null when finding.Cause is Cause.ConfigRuntimeNotAvailable =>
                finding.Note("From the same place the same request passes with .NET: only this runtime's setup is in the way."),
            null => finding.Note(
                $"From the same place the same request {other} with .NET, and no known difference from {name} explains it."),
            { Kind: RuntimeDifferenceKind.AddressOrder or RuntimeDifferenceKind.Retries } difference =>
                Explained(finding, other, difference),
            // The path is proved: the setup of this runtime is what fails.
            var difference => Explained(passed ? finding : finding.OwnedBy(Owner.Configuration), other, difference),
        };
    }

    /// <summary>Of a stream's end a runtime tells its programs less than .NET sees.</summary>
    private static Finding OfWhatDotnetSaw(RuntimeControl control, Finding finding) =>
        finding.Cause is Cause.StreamCut or Cause.StreamStalled && control.Cause == finding.Cause
        && control.Owner is { } owner && owner != (finding.Owner ?? CauseCatalog.Find(finding.Cause).Owner)
            ? finding.OwnedBy(owner).Note(
                "How a connection ended, and whether the other end's TCP still answers, .NET can see: whose it is, is by that.")
            : finding;

    private static bool IsTheSame(RuntimeControl control, StageEvidence? broken) =>
        (control.Break, control.Failure?.Kind) == (broken?.Stage, broken?.Failure?.Kind)
        && control.Failure?.Kind is not (null or FailureKind.HttpStatus or FailureKind.Unclassified);

    private static Finding Explained(Finding finding, string other, RuntimeDifference difference) =>
        finding.Note($"From the same place the same request {other} with .NET: {difference.Explanation}") with
        {
            First = [difference.Step, .. finding.First],
        };

    private static string RuntimeOf(DiagnosisContext context) =>
        context.Evidence.Route.Runtime is { } runtime ? $"\"{WireWord.Of(runtime)}\"" : "";
}
