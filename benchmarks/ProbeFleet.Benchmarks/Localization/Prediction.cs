using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>What a method says of an incident, in the terms that all methods share.</summary>
internal sealed record Prediction
{
    public const string Nothing = "none";

    public const string Undeclared = "other";

    /// <summary>The most suspected component's name, <see cref="Nothing"/> or <see cref="Undeclared"/>.</summary>
    public required string Top { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>Everything the method accuses.</summary>
    public required IReadOnlySet<string> Accused { get; init; }

    /// <summary>Per component name: the claimed probability. A method without probabilities claims 1 for what it accuses.</summary>
    public required IReadOnlyDictionary<string, double> Claims { get; init; }

    public required IReadOnlyList<string> CredibleSet { get; init; }

    public static Prediction From(FaultLocalization located)
    {
        static string Name(string name) => name.StartsWith("other", StringComparison.Ordinal) ? Undeclared : name;
        var claims = located.Suspects.GroupBy(suspect => Name(suspect.Component.Name))
            .ToDictionary(group => group.Key, group => group.Max(suspect => suspect.Probability));
        return new()
        {
            Top = located.Verdict.Owner is Owner.None ? Nothing : Name(located.Verdict.Component?.Name ?? Undeclared),
            Owner = located.Verdict.Owner,
            Accused = claims.Where(claim => claim.Value >= .5).Select(claim => claim.Key).ToHashSet(),
            Claims = claims,
            CredibleSet = [.. located.CredibleSet.Select(Name).Distinct()],
        };
    }

    public static Prediction Of(IReadOnlyList<Component> accused)
    {
        var top = accused is [var first, ..] ? first : null;
        var names = accused.Select(component => component.Kind is ComponentKind.Other ? Undeclared : component.Name).ToHashSet();
        return new()
        {
            Top = top is null ? Nothing : top.Kind is ComponentKind.Other ? Undeclared : top.Name,
            Owner = top?.Owner ?? Owner.None,
            Accused = names,
            Claims = names.ToDictionary(name => name, _ => 1.0),
            CredibleSet = top is null ? [Nothing] : [top.Name],
        };
    }
}
