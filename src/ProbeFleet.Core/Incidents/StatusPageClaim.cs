using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Incidents;

/// <summary>What a status page claimed while the incident was open. It stands beside the evidence and moves nothing.</summary>
/// <param name="Url">The page.</param>
/// <param name="CheckedAt">When it was read.</param>
/// <param name="Indicator">The page's own word, such as <c>none</c> or <c>major</c>, or <c>unreadable</c>.</param>
/// <param name="Note">How to take it.</param>
/// <param name="Vantage">From where it was read.</param>
public sealed record StatusPageClaim(string Url, DateTimeOffset CheckedAt, string Indicator, string Note, VantageName Vantage);
