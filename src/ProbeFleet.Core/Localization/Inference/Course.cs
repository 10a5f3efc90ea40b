namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// In which rounds a fault is active. Faults last and return rather than flicker: a two-state Markov chain, solved exactly by the
/// forward-backward algorithm.
/// </summary>
internal sealed class Course(int rounds)
{
    private const double Stays = .88;

    /// <summary>Per round: how probable it is that the fault is active.</summary>
    public double[] Active { get; } = new double[rounds];

    /// <summary>The price in nats of the course: the evidence as the fitted course weighs it, less its marginal over all courses.</summary>
    public double Cost { get; private set; }

    /// <param name="odds">Per round: the nats by which its evidence speaks for an active fault.</param>
    public void Fit(ReadOnlySpan<double> odds)
    {
        Span<double> forward = stackalloc double[rounds];
        var (on, log) = (.5, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            var evidence = Math.Exp(Math.Clamp(odds[round], -40, 40));
            var ahead = round == 0 ? on : (on * Stays) + ((1 - on) * (1 - Stays));
            var total = (ahead * evidence) + (1 - ahead);
            on = forward[round] = ahead * evidence / total;
            log += Math.Log(total);
        }

        Active[rounds - 1] = forward[rounds - 1];
        for (var round = rounds - 2; round >= 0; round--)
        {
            var ahead = (forward[round] * Stays) + ((1 - forward[round]) * (1 - Stays));
            var fromOn = Active[round + 1] * Stays / ahead;
            var fromOff = (1 - Active[round + 1]) * (1 - Stays) / (1 - ahead);
            Active[round] = forward[round] * (fromOn + fromOff);
        }

        var expected = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            expected += Active[round] * Math.Clamp(odds[round], -40, 40);
        }

        Cost = Math.Max(0, expected - log);
    }
}
