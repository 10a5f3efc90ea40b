namespace ProbeFleet.Storage.Requests;

/// <summary>A request with what came of it so far.</summary>
/// <param name="Results">The results so far, by vantage.</param>
public sealed record RequestProgress(
    OnDemandRequest Request,
    IReadOnlyList<RequestClaim> Claims,
    IReadOnlyList<ProbeResult> Results,
    IReadOnlyList<UnreadableRow> Unreadable);

/// <summary>One vantage's part in a request.</summary>
/// <param name="ClaimedAt">When, by the vantage's clock.</param>
/// <param name="CompletedAt">When its last answer was stored; null while it works, or when it died.</param>
public sealed record RequestClaim(VantageName Vantage, string Holder, DateTimeOffset ClaimedAt, DateTimeOffset? CompletedAt);
