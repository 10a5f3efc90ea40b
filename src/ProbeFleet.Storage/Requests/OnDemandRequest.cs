namespace ProbeFleet.Storage.Requests;

/// <summary>A request that vantages probe routes now, left in the mailbox, because vantages only make outbound calls.</summary>
public sealed record OnDemandRequest
{
    /// <summary>The maximum length of <see cref="Reason"/>; the rest is cut.</summary>
    public const int MostReasonCharacters = 500;

    /// <summary>The request's time-ordered id (UUID version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>When the request was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a vantage that has not answered counts as absent.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The requested routes, by their configured names.</summary>
    public required IReadOnlyList<RouteName> Routes { get; init; }

    /// <summary>The requested vantages.</summary>
    public required IReadOnlyList<VantageName> Vantages { get; init; }

    /// <summary>The depth of the probes; null for the configured depth.</summary>
    public ProbeDepth? Depth { get; init; }

    /// <summary>Each vantage's own probes, if they differ; then nothing else is probed. Empty means all routes from all vantages.</summary>
    public IReadOnlyList<RequestedProbe> Probes { get; init; } = [];

    /// <summary>The caller's reason; null when none was given. Whatever has the shape of a secret is not stored.</summary>
    public string? Reason { get; init; }
}

/// <summary>One requested probe.</summary>
/// <param name="Variant">Which component is taken out of the way.</param>
public sealed record RequestedProbe(VantageName Vantage, RouteName Route, ProbeDepth Depth, ProbeVariant Variant = ProbeVariant.Full);

/// <summary>A request with what came of it so far.</summary>
/// <param name="Results">The results so far, by vantage.</param>
public sealed record RequestProgress(
    OnDemandRequest Request,
    IReadOnlyList<RequestClaim> Claims,
    IReadOnlyList<ProbeResult> Results,
    IReadOnlyList<UnreadableRow> Unreadable)
{
    /// <summary>The vantages whose part has rows that cannot be read.</summary>
    public IEnumerable<VantageName> UnreadableVantages => Unreadable.Select(row => row.RowKey.Split('|')[0])
        .Where(RouteName.IsValid).Distinct().Select(name => new VantageName(name));
}

/// <summary>One vantage's part in a request.</summary>
/// <param name="ClaimedAt">When, by the vantage's clock.</param>
/// <param name="CompletedAt">When its last answer was stored; null while it works, or when it died.</param>
public sealed record RequestClaim(VantageName Vantage, string Holder, DateTimeOffset ClaimedAt, DateTimeOffset? CompletedAt);
