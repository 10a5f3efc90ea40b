using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>What .NET made of the same request, beside the workload's own runtime.</summary>
internal static class WorkloadRules
{
    /// <summary>The workload's runtime cannot make the call here.</summary>
    public static Finding NotAvailable(Situation situation) => new(
        Cause.ConfigRuntimeNotAvailable,
        Confidence.Proven,
        $"The route's runtime {RuntimeOf(situation)} cannot make the call here{situation.Detail}. Nothing was sent.");

    /// <summary>The difference that explains why only one of the two runtimes passes; null when both end alike, or none is known.</summary>
    public static RuntimeDifference? Difference(Situation situation, Finding finding)
    {
        var passed = ProbeOutcomes.Of(finding.Cause) is ProbeOutcome.Passed;
        if (situation.Evidence.Workload?.Control is not { } control || passed == (control.Outcome is ProbeOutcome.Passed))
        {
            return null;
        }

        var (workload, dotnet) = (RuntimeSide.Of(situation.Evidence, passed), RuntimeSide.Of(control));
        return passed ? RuntimeDifferences.Explain(dotnet, workload) : RuntimeDifferences.Explain(workload, dotnet);
    }

    /// <summary>The finding, with what .NET made of the same request.</summary>
    public static Finding Mention(Situation situation, Finding finding)
    {
        if (situation.Evidence.Workload is not { Control: { } control })
        {
            return finding;
        }

        var passed = ProbeOutcomes.Of(finding.Cause) is ProbeOutcome.Passed;
        if (passed == (control.Outcome is ProbeOutcome.Passed))
        {
            return passed ? finding
                : control.Cause == finding.Cause ? finding.Note("The same request from .NET fails in the same way: the runtime makes no difference.")
                : finding.Note($"The same request from .NET fails too, as {WireWord.Of(control.Cause ?? Cause.Unclassified)}.");
        }

        var (name, other) = (RuntimeSide.Of(situation.Evidence, passed).Name, passed ? "fails" : "passes");
        return Difference(situation, finding) switch
        {
            null => finding.Note($"From the same place the same request {other} with .NET, and no known difference from {name} explains it."),
            { Kind: RuntimeDifferenceKind.AddressOrder or RuntimeDifferenceKind.Retries } difference =>
                Explained(finding, other, difference),
            // The way is proven: what fails is how this runtime is set up.
            var difference => Explained(passed ? finding : finding.OwnedBy(Owner.Configuration), other, difference),
        };
    }

    private static Finding Explained(Finding finding, string other, RuntimeDifference difference) =>
        finding.Note($"From the same place the same request {other} with .NET: {difference.Explanation}") with { First = [difference.Step, .. finding.First] };

    private static string RuntimeOf(Situation situation) => situation.Evidence.Route.Runtime is { } runtime ? $"\"{WireWord.Of(runtime)}\"" : "";
}
