using ProbeFleet.Core.Diagnosis.Baselines;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>The comparison of two results of one route by different runtimes, which is not one of before and after.</summary>
/// <param name="Runtimes">The differing fields: the route's runtime and the SDK.</param>
/// <param name="Difference">The known difference that explains why one failed; null when both ended alike or none is known.</param>
public sealed record RuntimeComparison(
    IReadOnlyList<ChangedFact> Runtimes, IReadOnlyList<ChangedFact> Changed, RuntimeDifference? Difference)
{
    private static readonly string[] OfRuntime = ["route.runtime", "runtime.sdk"];

    /// <summary>Compares two results; null when they are not of one route by two runtimes.</summary>
    public static RuntimeComparison? Compare(ProbeResult one, ProbeResult other)
    {
        if (one.Route.Runtime == other.Route.Runtime
            || RouteComparability.Judge(other.Diagnosis.Cause, RouteIdentity.From(one), RouteIdentity.From(other)) is not
            { IsComparable: false, Fields: var differing }
            || differing.Any(field => !OfRuntime.Contains(field.Fact)))
        {
            return null;
        }

        var (first, second) =
            (RuntimeSide.From(one, one.Outcome is ProbeOutcome.Passed), RuntimeSide.From(other, other.Outcome is ProbeOutcome.Passed));
        return new(
            differing,
            [.. ComparableFacts.Changed(one, other).Where(fact => fact.Fact is not "runtime.sdk")],
            first.Passed == second.Passed
                ? null
                : first.Passed ? RuntimeDifferences.Explain(second, first) : RuntimeDifferences.Explain(first, second));
    }
}
