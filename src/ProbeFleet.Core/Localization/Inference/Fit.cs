namespace ProbeFleet.Core.Localization.Inference;

/// <summary>How a hypothesis fits the evidence once its faults are fitted to it.</summary>
/// <param name="Shared">Per member: its fault as the failures were shared by it, before its profile was fitted once more to them.</param>
/// <param name="Faults">Per member: its fault as fitted.</param>
/// <param name="Likelihood">The log-likelihood in nats against "all by chance", with the charges for having been fitted.</param>
/// <param name="Untouched">How many exceptions from the declared paths it needs.</param>
internal sealed record Fit(Fault[] Shared, Fault[] Faults, double Likelihood, int Untouched);
