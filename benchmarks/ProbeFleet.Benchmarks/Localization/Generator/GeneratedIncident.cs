using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>A generated incident: what was seen, and what was true.</summary>
/// <param name="File">What was seen.</param>
/// <param name="Truth">What was true.</param>
/// <param name="Answer">What a probe of a path would see that is asked for in a round; the number makes its id.</param>
internal sealed record GeneratedIncident(IncidentFile File, Truth Truth, Func<ProbedPath, int, int, Observation> Answer);

/// <summary>What was true of a generated incident.</summary>
internal sealed record Truth
{
    /// <summary>The components at fault; none for a quiet window, <see cref="Component.Other"/> for a cause that nobody declared.</summary>
    public required IReadOnlyList<Component> Faults { get; init; }

    public required bool Misleading { get; init; }

    /// <summary>Whether two of the faults are crossed by just the same paths: then the one can hide the other.</summary>
    public required bool SamePaths { get; init; }

    public required bool WrongEdge { get; init; }

    /// <summary>For a cause that nobody declared: who owns it.</summary>
    public bool Undeclared => Faults is [{ Kind: ComponentKind.Other }];

    public required double Rate { get; init; }

    public required double Missing { get; init; }

    public required int Vantages { get; init; }

    public required int Routes { get; init; }

    public required int CompletionEvery { get; init; }
}
