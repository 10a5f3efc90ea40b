using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Two results of one route that differ in the runtime that made the call: comparable as runtimes, and never as before and after.</summary>
/// <param name="Runtimes">How the runtimes differ: the route's runtime and the SDK.</param>
/// <param name="Changed">The facts that differ.</param>
/// <param name="Difference">The known difference that explains why one of the two failed; null when both ended alike, or none is known.</param>
public sealed record RuntimeComparison(IReadOnlyList<ChangedFact> Runtimes, IReadOnlyList<ChangedFact> Changed, RuntimeDifference? Difference)
{
    private static readonly string[] OfRuntime = ["route.runtime", "runtime.sdk"];

    /// <summary>Compares.</summary>
    /// <param name="one">The one result.</param>
    /// <param name="other">The other.</param>
    /// <returns>Null when the two are not of one route by two runtimes.</returns>
    public static RuntimeComparison? Compare(ProbeResult one, ProbeResult other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (one.Route.Runtime == other.Route.Runtime
            || RouteComparability.Judge(other.Diagnosis.Cause, RouteIdentity.Of(one), RouteIdentity.Of(other)) is not RouteSameness.Different(var fields)
            || fields.Any(field => !OfRuntime.Contains(field.Fact)))
        {
            return null;
        }

        var (first, second) = (RuntimeSide.Of(one, one.Outcome is ProbeOutcome.Passed), RuntimeSide.Of(other, other.Outcome is ProbeOutcome.Passed));
        return new(
            fields,
            [.. ComparableFacts.Changed(one, other).Where(fact => fact.Fact is not "runtime.sdk")],
            first.Passed == second.Passed ? null : first.Passed ? RuntimeDifferences.Explain(second, first) : RuntimeDifferences.Explain(first, second));
    }
}
