namespace ProbeFleet.Core.Localization;

/// <summary>What a fleet's matrix can never tell apart, known before anything fails.</summary>
/// <param name="Pairs">The pairs, by name.</param>
public sealed record IdentifiabilityReport(IReadOnlyList<IndistinguishablePair> Pairs);

/// <summary>Two components that every probe crosses together or not at all.</summary>
public sealed record IndistinguishablePair
{
    /// <summary>The one.</summary>
    public required Component First { get; init; }

    /// <summary>The other.</summary>
    public required Component Second { get; init; }

    /// <summary>
    /// Whether their symptoms usually differ: then one fault is often told by how it looks, yet never by where it is seen.
    /// </summary>
    public required bool SymptomsDiffer { get; init; }

    /// <summary>The one vantage or route that would separate them; null when no single one does.</summary>
    public required string? Separator { get; init; }
}
