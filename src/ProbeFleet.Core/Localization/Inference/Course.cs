namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// In which rounds a fault is active. Faults last and return rather than flicker: a two-state Markov chain that stays as it is with
/// probability s from round to round, solved exactly by the forward-backward algorithm. How long a fault lasts is not known beforehand, and
/// a price per round would make every longer window dearer: so s is one of several, weighed by the evidence.
/// </summary>
internal sealed class Course(int rounds)
{
    private static readonly (double Stays, double Weight)[] Lengths = [(.88, .5), (.97, .25), (.995, .25)];
    private readonly double[] _active = new double[rounds];

    /// <summary>Per round: how probable it is that the fault is active.</summary>
    public double[] Active { get; } = new double[rounds];

    /// <summary>The price in nats of the course: the evidence as the fitted course weighs it, less its marginal over all courses.</summary>
    public double Cost { get; private set; }

    /// <param name="odds">Per round: the nats by which its evidence speaks for an active fault.</param>
    public void Fit(Span<double> odds)
    {
        for (var round = 0; round < rounds; round++)
        {
            odds[round] = Math.Clamp(odds[round], -40, 40);
        }

        Array.Clear(Active);
        var (marginal, weight) = (double.NegativeInfinity, 0.0);
        foreach (var (stays, prior) in Lengths)
        {
            // The mean of the courses so far and this one, each by its marginal likelihood.
            var log = Solve(odds, stays) + Math.Log(prior);
            var most = Math.Max(marginal, log);
            var (before, now) = (weight * Math.Exp(marginal - most), Math.Exp(log - most));
            for (var round = 0; round < rounds; round++)
            {
                Active[round] = ((before * Active[round]) + (now * _active[round])) / (before + now);
            }

            (marginal, weight) = (most, before + now);
        }

        var expected = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            expected += Active[round] * odds[round];
        }

        Cost = Math.Max(0, expected - marginal - Math.Log(weight));
    }

    /// <summary>Fills the course of one s and gives its log marginal likelihood.</summary>
    private double Solve(ReadOnlySpan<double> odds, double stays)
    {
        Span<double> forward = stackalloc double[rounds];
        var (on, log) = (.5, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            var evidence = Math.Exp(odds[round]);
            var ahead = round == 0 ? on : (on * stays) + ((1 - on) * (1 - stays));
            var total = (ahead * evidence) + (1 - ahead);
            on = forward[round] = ahead * evidence / total;
            log += Math.Log(total);
        }

        _active[rounds - 1] = forward[rounds - 1];
        for (var round = rounds - 2; round >= 0; round--)
        {
            var ahead = (forward[round] * stays) + ((1 - forward[round]) * (1 - stays));
            var fromOn = _active[round + 1] * stays / ahead;
            var fromOff = (1 - _active[round + 1]) * (1 - stays) / (1 - ahead);
            _active[round] = forward[round] * (fromOn + fromOff);
        }

        return log;
    }
}
