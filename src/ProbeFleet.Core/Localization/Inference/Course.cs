namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// In which rounds a fault is active. Faults last and return rather than flicker: a two-state Markov chain that stays as it is with
/// probability s from round to round, solved exactly by the forward-backward algorithm (Rabiner 1989). How long a fault lasts is not
/// known beforehand, and a price per round would make every longer window dearer: so s is one of several
/// (<see cref="Priors.CourseLengths"/>), weighed by their marginal likelihoods.
/// </summary>
internal sealed class Course
{
    private const double MostOdds = 40;
    private readonly double[] _active;

    private Course(double[] active, double cost) => (_active, Cost) = (active, cost);

    /// <summary>The price in nats of the course: the evidence as the fitted course weighs it, less its marginal over all courses.</summary>
    public double Cost { get; }

    /// <summary>How probable it is that the fault is active in the round.</summary>
    public double Active(int round) => _active[round];

    /// <summary>A course as it is guessed before a first fit.</summary>
    public static Course Guess(double[] active) => new(active, 0);

    /// <param name="odds">Per round: the nats by which its evidence speaks for an active fault; beyond 40 is as good as certain.</param>
    public static Course Fit(ReadOnlySpan<double> odds, Priors priors)
    {
        Span<double> bounded = stackalloc double[odds.Length];
        Span<double> ratios = stackalloc double[odds.Length];
        for (var round = 0; round < odds.Length; round++)
        {
            bounded[round] = Math.Clamp(odds[round], -MostOdds, MostOdds);
            ratios[round] = Math.Exp(bounded[round]);
        }

        Span<double> one = stackalloc double[odds.Length];
        var active = new double[odds.Length];
        var (marginal, weight) = (double.NegativeInfinity, 0.0);
        foreach (var (stays, prior) in priors.CourseLengths)
        {
            // The mean of the courses so far and this one, each by its marginal likelihood.
            var log = Solve(ratios, stays, one) + Math.Log(prior);
            var most = Math.Max(marginal, log);
            var (before, now) = (weight * Math.Exp(marginal - most), Math.Exp(log - most));
            for (var round = 0; round < active.Length; round++)
            {
                active[round] = ((before * active[round]) + (now * one[round])) / (before + now);
            }

            (marginal, weight) = (most, before + now);
        }

        var expected = 0.0;
        for (var round = 0; round < active.Length; round++)
        {
            expected += active[round] * bounded[round];
        }

        return new(active, Math.Max(0, expected - marginal - Math.Log(weight)));
    }

    /// <summary>Fills the course of one s and gives its log marginal likelihood.</summary>
    /// <param name="ratios">Per round: how much more probable its evidence is while the fault is active.</param>
    private static double Solve(ReadOnlySpan<double> ratios, double stays, Span<double> active)
    {
        Span<double> forward = stackalloc double[ratios.Length];
        var (on, log, product) = (.5, 0.0, 1.0);
        for (var round = 0; round < ratios.Length; round++)
        {
            var ahead = round == 0 ? on : (on * stays) + ((1 - on) * (1 - stays));
            var total = (ahead * ratios[round]) + (1 - ahead);
            on = forward[round] = ahead * ratios[round] / total;

            // One logarithm for many rounds: none of them is beyond e^±MostOdds.
            product *= total;
            if (product is < 1e-250 or > 1e250)
            {
                (log, product) = (log + Math.Log(product), 1);
            }
        }

        active[^1] = forward[^1];
        for (var round = ratios.Length - 2; round >= 0; round--)
        {
            var ahead = (forward[round] * stays) + ((1 - forward[round]) * (1 - stays));
            var fromOn = active[round + 1] * stays / ahead;
            var fromOff = (1 - active[round + 1]) * (1 - stays) / (1 - ahead);
            active[round] = forward[round] * (fromOn + fromOff);
        }

        return log + Math.Log(product);
    }
}
