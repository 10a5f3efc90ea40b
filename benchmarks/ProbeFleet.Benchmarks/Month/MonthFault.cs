using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>A kind of fault: what breaks, for which probes, what that looks like, and which answers are right.</summary>
/// <param name="Name">The kind's name, as it is printed.</param>
/// <param name="Component">What breaks.</param>
/// <param name="Touches">The paths that it can fail.</param>
internal sealed record FaultRecipe(string Name, Component Component, Func<ProbedPath, bool> Touches)
{
    /// <summary>What it looks like; null for what faults of the component's kind usually look like.</summary>
    public IReadOnlyList<(Cause Cause, double Weight)>? Symptoms { get; init; }

    /// <summary>Who may be named as the owner; empty for the component's own.</summary>
    public IReadOnlyList<Owner> Owners { get; init; } = [];

    /// <summary>The share of probes that it fails; null to draw it.</summary>
    public double? Rate { get; init; }

    /// <summary>The stage that it makes slow instead of failing it; null where it fails.</summary>
    public Stage? Slow { get; init; }
}

/// <summary>One fault of the month.</summary>
/// <param name="Recipe">What it is.</param>
/// <param name="True">Its course.</param>
/// <param name="From">The round in which it begins.</param>
/// <param name="To">The round in which it is over.</param>
/// <param name="IsHard">Whether it fails every probe that meets it, from its beginning to its end.</param>
internal sealed record MonthFault(FaultRecipe Recipe, TrueFault True, int From, int To, bool IsHard)
{
    private readonly HashSet<int> _rounds = [];

    /// <summary>The probes that it failed or made slow.</summary>
    public int Failures { get; private set; }

    /// <summary>When it first failed a probe.</summary>
    public DateTimeOffset? FirstFailedAt { get; private set; }

    /// <summary>When it last failed a probe.</summary>
    public DateTimeOffset LastFailedAt { get; private set; }

    /// <summary>Whether it failed enough for a detector to alarm: 4 probes in 2 rounds or more, as in the generator's incidents.</summary>
    public bool IsNoticeable => Failures >= 4 && _rounds.Count > 1;

    /// <summary>Whether this owner is right, by the coarse groups of the localization's own benchmark.</summary>
    public bool IsRight(Owner owner) => (Recipe.Owners is [] ? [Recipe.Component.Owner] : Recipe.Owners).Any(
        right => right == owner || Localization.Score.Coarse(right) == Localization.Score.Coarse(owner));

    /// <summary>Counts a probe that it failed.</summary>
    public void Count(DateTimeOffset at, int round)
    {
        Failures++;
        _rounds.Add(round);
        FirstFailedAt ??= at;
        LastFailedAt = at;
    }
}

/// <summary>A stretch of rounds in which something is so for one vantage; the end is not part of it.</summary>
internal sealed record VantageSpell(VantageName Vantage, int From, int To)
{
    public bool Holds(VantageName vantage, int round) => vantage == Vantage && round >= From && round < To;
}

/// <summary>What fails within a single round and is no fault.</summary>
/// <param name="Cause">What fails.</param>
/// <param name="Until">When it is over, within its round.</param>
internal sealed record Blip(TrueFault Cause, int Round, TimeSpan Until);
