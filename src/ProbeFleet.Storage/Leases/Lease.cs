using Azure;

namespace ProbeFleet.Storage.Leases;

/// <summary>The right to do one thing for the whole fleet, for a while.</summary>
/// <param name="TakenAt">Since when, by the store's clock: a whole second.</param>
/// <param name="Until">Until when, by the store's clock: stop before then, or hold it again.</param>
/// <param name="ClockError">By how much the holder's clock is ahead of the store's; up to a second is rounding.</param>
public sealed record Lease(string Name, string Holder, DateTimeOffset TakenAt, DateTimeOffset Until, TimeSpan ClockError, ETag Tag)
{
    /// <summary>Whether the holder's clock is within 10 s of storage's; otherwise it must do nothing that depends on the time.</summary>
    public bool IsClockRight => ClockError.Duration() <= TimeSpan.FromSeconds(10);
}
