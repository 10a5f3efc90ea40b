namespace ProbeFleet.Storage.Requests;

/// <summary>A request with what came of it so far.</summary>
/// <param name="Results">The results so far, by vantage.</param>
public sealed record RequestProgress(
    OnDemandRequest Request,
    IReadOnlyList<RequestClaim> Claims,
    IReadOnlyList<ProbeResult> Results,
    IReadOnlyList<UnreadableRow> Unreadable);
