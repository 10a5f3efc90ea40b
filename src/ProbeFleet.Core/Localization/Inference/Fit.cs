namespace ProbeFleet.Core.Localization.Inference;

/// <summary>How a hypothesis fits the evidence once its faults are fitted to it.</summary>
/// <param name="Faults">Per member: its fault as fitted.</param>
/// <param name="Likelihood">The log-likelihood in nats against "all by chance", with the charges for having been fitted.</param>
/// <param name="Untouched">How many exceptions from the declared paths it needs.</param>
/// <param name="Unexplained">Per failure: how probable it is that no member explains it.</param>
/// <param name="Foreseen">Per failure: by how many nats it was more probable than by chance before profiles were fitted.</param>
/// <param name="Makers">Per failure: the member that most probably made it; -1 for chance.</param>
internal sealed record Fit(
    IReadOnlyList<Fault> Faults, double Likelihood, int Untouched, double[] Unexplained, double[] Foreseen, int[] Makers);
