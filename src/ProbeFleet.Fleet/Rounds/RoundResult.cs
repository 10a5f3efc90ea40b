using ProbeFleet.Core.Model;

namespace ProbeFleet.Fleet.Rounds;

/// <summary>One result of a round.</summary>
/// <param name="Result">The result.</param>
/// <param name="IsConfirmation">
/// Whether it belongs to the burst after a first failure. Such a probe may go less far, so it is evidence and does not change what the
/// route is said to be.
/// </param>
public sealed record RoundResult(ProbeResult Result, bool IsConfirmation);
