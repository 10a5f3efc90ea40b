using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Compares the workload's own runtime with .NET's result for the same request.</summary>
internal static class WorkloadRules
{
    /// <summary>Reports that the workload's runtime cannot make the call here.</summary>
    public static Finding NotAvailable(DiagnosisContext context) => new(
        Cause.ConfigRuntimeNotAvailable,
        Confidence.Proven,
        $"The route's runtime {RuntimeOf(context)} cannot make the call here{context.Detail}. Nothing was sent.");

    /// <summary>The difference that explains why only one of the two runtimes passes; null when both end alike or none is known.</summary>
    public static RuntimeDifference? Difference(DiagnosisContext context, Finding finding)
    {
        var passed = ProbeOutcomes.For(finding.Cause) is ProbeOutcome.Passed;
        if (context.Evidence.Workload?.Control is not { } control || passed == (control.Outcome is ProbeOutcome.Passed))
        {
            return null;
        }

        var (workload, dotnet) = (RuntimeSide.From(context.Evidence, passed), RuntimeSide.From(control));
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
                : control.Cause == finding.Cause
                    ? finding.Note("The same request from .NET fails in the same way: the runtime makes no difference.")
                : finding.Note($"The same request from .NET fails too, as {WireWord.Of(control.Cause ?? Cause.Unclassified)}.");
        }

        var (name, other) = (RuntimeSide.From(context.Evidence, passed).Name, passed ? "fails" : "passes");
        return Difference(context, finding) switch
        {
            null => finding.Note(
                $"From the same place the same request {other} with .NET, and no known difference from {name} explains it."),
            { Kind: RuntimeDifferenceKind.AddressOrder or RuntimeDifferenceKind.Retries } difference =>
                Explained(finding, other, difference),
            // The path is proved: the setup of this runtime is what fails.
            var difference => Explained(passed ? finding : finding.OwnedBy(Owner.Configuration), other, difference),
        };
    }

    private static Finding Explained(Finding finding, string other, RuntimeDifference difference) =>
        finding.Note($"From the same place the same request {other} with .NET: {difference.Explanation}") with
        {
            First = [difference.Step,
            .. finding.First]
        };

    private static string RuntimeOf(DiagnosisContext context) =>
        context.Evidence.Route.Runtime is { } runtime ? $"\"{WireWord.Of(runtime)}\"" : "";
}
