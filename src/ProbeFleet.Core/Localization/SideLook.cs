namespace ProbeFleet.Core.Localization;

/// <summary>What the look after a failed probe found on another way at the same moment.</summary>
public sealed record SideLook
{
    /// <summary>Which component was taken out of the way; <c>full</c> where none was.</summary>
    public required ProbeVariant Variant { get; init; }

    /// <summary>How far it is known to have come.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>Whether it was a connection to an address and nothing more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OnlyConnects { get; init; }

    /// <summary>Why it failed; <c>ok</c> when the way was open.</summary>
    public Cause Cause { get; init; } = Cause.Ok;

    /// <summary>It as an observation of its own: its id is the failed probe's with the way behind a <c>#</c>.</summary>
    internal Observation ToObservation(Observation failed) => new()
    {
        Id = $"{failed.Id}#{(OnlyConnects ? "connect" : WireWord.Of(Variant))}",
        Path = failed.Path with { Variant = Variant, Depth = Depth, OnlyConnects = OnlyConnects },
        StartedAt = failed.StartedAt,
        Outcome = Cause is Cause.Ok ? ProbeOutcome.Passed : ProbeOutcome.Failed,
        Cause = Cause,
        RouteFingerprint = failed.RouteFingerprint,
        Instance = failed.Instance,
    };
}
