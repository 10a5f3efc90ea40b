namespace ProbeFleet.Core.Localization.Detection;

/// <summary>What the detector remembers of one group of probes: those that cross one component, pooled over vantages and routes.</summary>
public sealed record GroupState
{
    /// <summary>The alarm rule's level; 0 or more.</summary>
    public double Level { get; init; }

    /// <summary>While failing: the level of the mirrored rule, which says that it is over.</summary>
    public double RecoveryLevel { get; init; }

    /// <summary>Whether the group is failing.</summary>
    public bool IsFailing { get; init; }

    /// <summary>Rounds in a row that failed no more often than by chance.</summary>
    public int CleanRounds { get; init; }

    /// <summary>When it began to fail, latest last, within the last six hours; at most four.</summary>
    public IReadOnlyList<DateTimeOffset> Opened { get; init => field = value ?? []; } = [];

    /// <summary>When closed incidents of the component were opened, latest last, within the last six hours; at most four.</summary>
    public IReadOnlyList<DateTimeOffset> Incidents { get; init => field = value ?? []; } = [];
}

/// <summary>What one round of a group's probes came to.</summary>
/// <param name="At">When the round ended.</param>
/// <param name="Passed">Probes that passed; missing ones are not counted.</param>
internal readonly record struct RoundCount(DateTimeOffset At, int Passed, int Failed);

/// <summary>What a round changed.</summary>
internal enum Transition
{
    None,
    Opened,
    Recovered,
}
