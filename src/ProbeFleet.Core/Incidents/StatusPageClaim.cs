namespace ProbeFleet.Core.Incidents;

/// <summary>The claim of a status page while an incident was open. It is shown beside the evidence and changes no probability.</summary>
/// <param name="Indicator">The page's own word, such as <c>none</c> or <c>major</c>, or <c>unreadable</c>.</param>
/// <param name="Note">A note on how to interpret the claim.</param>
public sealed record StatusPageClaim(string Url, DateTimeOffset CheckedAt, string Indicator, string Note, VantageName Vantage);
