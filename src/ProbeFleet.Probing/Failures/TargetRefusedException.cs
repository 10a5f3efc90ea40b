namespace ProbeFleet.Probing.Failures;

/// <summary>A host leads to an address that no route may be led to: nothing was sent.</summary>
/// <param name="refusal">Why, and what to do.</param>
internal sealed class TargetRefusedException(string refusal) : IOException(refusal);
