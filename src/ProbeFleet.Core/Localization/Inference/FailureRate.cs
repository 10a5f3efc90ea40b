namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How often a fault fails the probes that meet it while it is active: a Beta variable that leans to 1. With f failures in n trials it
/// is estimated as (f + a) / (n + b) (<see cref="Priors.RateSmoothing"/>), and charged for having been fitted, as Barinel's rates are
/// fitted per candidate (Abreu and van Gemund, IJCAI 2009).
/// </summary>
internal readonly record struct FailureRate(double Value)
{
    public static FailureRate Fit(double trials, double failures, Priors priors)
    {
        var rate = (failures + priors.RateSmoothing.Failures) / (trials + priors.RateSmoothing.Trials);
        return new(Math.Clamp(rate, priors.RateRange.Least, priors.RateRange.Most));
    }

    /// <summary>
    /// What a fitted rate r must give back: the marginal likelihood B(α + f, β + m) / B(α, β) of f failures and m passes, in nats,
    /// less the plugged-in one, f log r + m log(1 − r).
    /// </summary>
    public double Charge(double trials, double failures, Priors priors)
    {
        var (passes, (alpha, beta)) = (Math.Max(trials - failures, 0), priors.RateBeta);
        return LogGamma.Beta(alpha + failures, beta + passes) - LogGamma.Beta(alpha, beta)
            - (failures * Math.Log(Value)) - (passes * Math.Log(1 - Value));
    }
}
