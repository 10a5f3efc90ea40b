using ProbeFleet.Core.Model;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Requests;

/// <summary>A request with what came of it so far.</summary>
/// <param name="Claims">The vantages that took their part.</param>
/// <param name="Results">The results so far, by vantage.</param>
/// <param name="Unreadable">Rows of the request that cannot be read.</param>
public sealed record RequestProgress(
    OnDemandRequest Request,
    IReadOnlyList<RequestClaim> Claims,
    IReadOnlyList<ProbeResult> Results,
    IReadOnlyList<UnreadableRow> Unreadable);
