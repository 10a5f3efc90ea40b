namespace ProbeFleet.Fleet.Results;

/// <summary>Whether storage accepts results.</summary>
/// <param name="LastStoredAt">When storage last accepted results; null when it never did.</param>
/// <param name="FailingSince">Since when storage fails; null when it does not, or was not tried yet.</param>
public sealed record StorageState(DateTimeOffset? LastStoredAt, DateTimeOffset? FailingSince, string? Problem);
