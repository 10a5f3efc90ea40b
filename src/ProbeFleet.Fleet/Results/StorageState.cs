namespace ProbeFleet.Fleet.Results;

/// <summary>Whether storage takes results.</summary>
/// <param name="LastStoredAt">When it last did; null when it never did.</param>
/// <param name="FailingSince">Since when it does not; null when it does, or was not asked yet.</param>
/// <param name="Problem">Why not.</param>
public sealed record StorageState(DateTimeOffset? LastStoredAt, DateTimeOffset? FailingSince, string? Problem);
