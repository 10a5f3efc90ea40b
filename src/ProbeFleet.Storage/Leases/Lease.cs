using Azure;

namespace ProbeFleet.Storage.Leases;

/// <summary>The right to do one thing for the whole fleet, for a while.</summary>
/// <param name="Name">What for.</param>
/// <param name="Holder">Who holds it.</param>
/// <param name="Until">Until when, by the holder's clock: stop before then, or hold it again.</param>
/// <param name="Tag">The row's version.</param>
public sealed record Lease(string Name, string Holder, DateTimeOffset Until, ETag Tag);
