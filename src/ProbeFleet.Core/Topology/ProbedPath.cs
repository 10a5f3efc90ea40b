namespace ProbeFleet.Core.Topology;

/// <summary>One way a probe can go: the unit that observations are counted by.</summary>
/// <param name="OnlyConnects">Whether it was a connection to an address and nothing more: no name was resolved and nothing was said on
/// it.</param>
public readonly record struct ProbedPath(
    VantageName Vantage, RouteName Route, ProbeDepth Depth = ProbeDepth.Completion, ProbeVariant Variant = ProbeVariant.Full,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OnlyConnects = false)
{
    /// <summary>On which of the vantage's instances, where it ran on several; null where that is all the same.</summary>
    [JsonIgnore]
    public string? Instance { get; init; }

    /// <summary>
    /// Whether it was probed with another route fingerprint than most: it tells of what a configuration chooses, and of nothing else.
    /// </summary>
    [JsonIgnore]
    public bool IsApart { get; init; }

    /// <summary>Whether the call was stopped before it was made: it met the set-up and the credential, and nothing on the way.</summary>
    [JsonIgnore]
    public bool IsUnsent { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        Variant is ProbeVariant.Full ? $"{Vantage} → {Route}" : $"{Vantage} → {Route} ({Variant})";
}
