namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How often a fault fails the probes that meet it while it is active. Faults mostly fail always or often, so the rate is a Beta variable
/// that leans to 1: with f failures in n trials it is estimated as (f + .9) / (n + 1.3).
/// </summary>
internal sealed class FailureRate
{
    private const double Least = .1;
    private const double Most = .9999;
    private const double PriorFailures = 1.5;
    private const double PriorPasses = .7;

    public double Value { get; private set; } = .8;

    public void Fit(double trials, double failures) => Value = Math.Clamp((failures + .9) / (trials + 1.3), Least, Most);

    /// <summary>
    /// What a fitted rate r must give back: the marginal likelihood B(a + f, b + m) / B(a, b) of f failures and m passes, in nats,
    /// less the plugged-in one, f log r + m log(1 − r).
    /// </summary>
    public double Charge(double trials, double failures)
    {
        var passes = Math.Max(trials - failures, 0);
        return LogGamma.Beta(PriorFailures + failures, PriorPasses + passes) - LogGamma.Beta(PriorFailures, PriorPasses)
            - (failures * Math.Log(Value)) - (passes * Math.Log(1 - Value));
    }
}
