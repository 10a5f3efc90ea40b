namespace ProbeFleet.Fleet.Rounds;

/// <summary>One result of a round.</summary>
/// <param name="IsConfirmation">
/// Whether it belongs to the burst after a first failure, or is of an idle connection. Such a probe goes less far or another way, so it
/// does not change what the route is said to be.
/// </param>
public sealed record RoundResult(ProbeResult Result, bool IsConfirmation);
