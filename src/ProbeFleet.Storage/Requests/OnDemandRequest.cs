using ProbeFleet.Core.Model;

namespace ProbeFleet.Storage.Requests;

/// <summary>A wish that vantages probe routes now, left in the mailbox: vantages only ever call out.</summary>
public sealed record OnDemandRequest
{
    /// <summary>The most characters of <see cref="Reason"/> that are kept.</summary>
    public const int MostReasonCharacters = 500;

    /// <summary>The request's time-ordered id (UUID version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a vantage that has not answered counts as absent.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The routes wanted, names of the configuration.</summary>
    public required IReadOnlyList<RouteName> Routes { get; init; }

    /// <summary>The vantages asked.</summary>
    public required IReadOnlyList<VantageName> Vantages { get; init; }

    /// <summary>How far to go; null means as configured.</summary>
    public ProbeDepth? Depth { get; init; }

    /// <summary>Which vantage probes what, where each has its own: then nothing else is probed. Empty means all routes from all vantages.</summary>
    public IReadOnlyList<RequestedProbe> Probes { get; init; } = [];

    /// <summary>Why, in the words of whoever asked; null when nobody said. Stored without what has the shape of a secret.</summary>
    public string? Reason { get; init; }
}

/// <summary>One probe that a request wants.</summary>
/// <param name="Vantage">From where.</param>
/// <param name="Route">Over which route.</param>
/// <param name="Depth">How far.</param>
/// <param name="Variant">With which component taken out.</param>
public sealed record RequestedProbe(VantageName Vantage, RouteName Route, ProbeDepth Depth, ProbeVariant Variant = ProbeVariant.Full);
