namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How a fault's rate grows: many begin slowly, as a change rolls out or a queue fills. Without it a second fault on the same paths would
/// explain what the first one, at one rate, does not. It is steady, or rises from the first active round over half of the rest or all of
/// it; a rise is taken when it explains more than <see cref="Priors.GrowthCost"/>.
/// </summary>
internal sealed class Growth
{
    private readonly double[]? _share;

    private Growth(double[]? share, double cost) => (_share, Cost) = (share, cost);

    public static Growth Steady { get; } = new(null, 0);

    /// <summary>The price in nats.</summary>
    public double Cost { get; }

    /// <summary>The share of the fault's full rate in the round.</summary>
    public double Share(int round) => _share is null ? 1 : _share[round];

    /// <param name="passed">Per round: the probes that met it and passed.</param>
    /// <param name="failed">Per round: the probes that it failed.</param>
    public static Growth Fit(Course course, ReadOnlySpan<double> passed, ReadOnlySpan<double> failed, Priors priors)
    {
        var (first, last) = (-1, -1);
        for (var round = 0; round < passed.Length; round++)
        {
            if (course.Active(round) > .5)
            {
                (first, last) = (first < 0 ? round : first, round);
            }
        }

        if (last - first < 3)
        {
            return Steady;
        }

        var (best, least) = (Steady, Explained(Steady, course, passed, failed, priors));
        // No rise explains more than all of it, and mostly a steady rate leaves less than a rise costs.
        var cost = priors.GrowthCost / priors.Tempering;
        if (least >= -cost)
        {
            return Steady;
        }

        foreach (var over in new[] { (last - first + 1) / 2, last - first + 1 })
        {
            var share = new double[passed.Length];
            for (var round = 0; round < share.Length; round++)
            {
                share[round] = Math.Clamp((round - first + .5) / over, .05, 1);
            }

            Growth rising = new(share, priors.GrowthCost);
            var explained = Explained(rising, course, passed, failed, priors) - cost;
            (best, least) = explained > least ? (rising, explained) : (best, least);
        }

        return best;
    }

    private static double Explained(
        Growth growth, Course course, ReadOnlySpan<double> passed, ReadOnlySpan<double> failed, Priors priors)
    {
        var (trials, failures) = (0.0, 0.0);
        for (var round = 0; round < passed.Length; round++)
        {
            failures += failed[round];
            trials += growth.Share(round) * (failed[round] + (course.Active(round) * passed[round]));
        }

        var (rate, total) = (FailureRate.Fit(trials, failures, priors).Value, 0.0);
        var (known, fails, survives) = (double.NaN, 0.0, 0.0);
        for (var round = 0; round < passed.Length; round++)
        {
            if (rate * growth.Share(round) is var each && each != known)
            {
                (known, fails, survives) = (each, Math.Log(each), Math.Log(1 - each));
            }

            total += (failed[round] * fails) + (course.Active(round) * passed[round] * survives);
        }

        return total;
    }
}
