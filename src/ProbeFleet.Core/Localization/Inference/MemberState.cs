namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// What is fitted for one member of a hypothesis: how often it fails while it is active, in which rounds it is active, and its
/// own symptom profile per view: one draw per fault, not per probe.
/// </summary>
internal sealed class MemberState
{
    private readonly double _misleading;
    private readonly double _strength;
    private readonly double[] _counts;
    private readonly double[] _profile;
    private readonly double[][] _typical;
    private readonly double[] _uniform;

    public MemberState(Suspicion suspicion, int rounds, LocalizerSettings settings, SymptomTable table)
    {
        var kind = suspicion.Component.Kind;
        _misleading = Math.Clamp(SymptomTable.MisleadingShare(kind) * settings.Misleading, 1e-9, .9);
        _strength = settings.SymptomStrength;
        _counts = new double[SymptomTable.Views * Symptoms.Count];
        _profile = new double[SymptomTable.Views * Symptoms.Count];
        _typical = [.. Enumerable.Range(0, SymptomTable.Views).Select(view => table.Typical(kind, view))];
        var possible = table.Possible(kind);
        var share = 1.0 / possible.Count(can => can);
        _uniform = [.. possible.Select(can => can ? share : 0)];
        Active = new double[rounds];
        Failed = new double[rounds];
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                _profile[(view * Symptoms.Count) + symptom] = UsualProfile(view, symptom);
            }
        }
    }

    /// <summary>The rate of failure while active.</summary>
    public double Rate { get; private set; } = .8;

    /// <summary>The price in nats of the course that the fault takes over the rounds.</summary>
    public double CourseCost { get; private set; }

    /// <summary>Per round: how probable it is that the fault is active.</summary>
    public double[] Active { get; }

    /// <summary>Per round: how many failures are this member's.</summary>
    public double[] Failed { get; }

    public double Profile(int view, int symptom) => _profile[(view * Symptoms.Count) + symptom];

    /// <summary>How probable the symptom is before a profile is fitted.</summary>
    public double UsualProfile(int view, int symptom) => ((1 - _misleading) * _typical[view][symptom]) + (_misleading * _uniform[symptom]);

    public double Emission(int round) => Active[round] * Rate;

    public void Forget()
    {
        Array.Clear(_counts);
        Array.Clear(Failed);
    }

    public void Take(int view, int symptom, int round, double share)
    {
        _counts[(view * Symptoms.Count) + symptom] += share;
        Failed[round] += share;
    }

    public void FitRate(double trials, double failures) => Rate = Math.Clamp((failures + .9) / (trials + 1.3), LeastRate, .995);

    /// <summary>
    /// Finds when the fault is active, from each round's evidence for it in nats. Faults last and return rather than flicker:
    /// the course is a two-state Markov chain, solved exactly by the forward-backward algorithm.
    /// </summary>
    public void FitCourse(double[] odds)
    {
        var rounds = odds.Length;
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

        CourseCost = Math.Max(0, expected - log);
    }

    public void FitProfile()
    {
        var misleading = MisleadingWeight(out _);
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            var total = Total(view);
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                var at = (view * Symptoms.Count) + symptom;
                var typical = ((_strength * _typical[view][symptom]) + _counts[at]) / (_strength + total);
                var flat = ((FlatStrength * _uniform[symptom]) + _counts[at]) / (FlatStrength + total);
                _profile[at] = ((1 - misleading) * typical) + (misleading * flat);
            }
        }
    }

    /// <summary>What the fitted profile and rates must give back because they were fitted: marginal minus plugged-in likelihood.</summary>
    public double Parsimony(double trials, double failures)
    {
        MisleadingWeight(out var marginal);
        var plugged = 0.0;
        for (var at = 0; at < _counts.Length; at++)
        {
            if (_counts[at] > 0)
            {
                plugged += _counts[at] * Math.Log(Math.Max(_profile[at], 1e-12));
            }
        }

        return marginal - plugged
            + BetaGap(1.5, .7, failures, trials, Rate);
    }

    private static double BetaGap(double a, double b, double hits, double trials, double rate)
    {
        var misses = Math.Max(trials - hits, 0);
        return LogGamma.Beta(a + hits, b + misses) - LogGamma.Beta(a, b) - (hits * Math.Log(rate)) - (misses * Math.Log(1 - rate));
    }

    private double MisleadingWeight(out double marginal)
    {
        var (typical, flat) = (Math.Log(1 - _misleading), Math.Log(_misleading));
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            if (Total(view) > 0)
            {
                typical += DirichletMultinomial(view, _typical[view], _strength);
                flat += DirichletMultinomial(view, _uniform, FlatStrength);
            }
        }

        var most = Math.Max(typical, flat);
        marginal = most + Math.Log(Math.Exp(typical - most) + Math.Exp(flat - most));
        return Math.Exp(flat - marginal);
    }

    private double DirichletMultinomial(int view, double[] mean, double strength)
    {
        var total = 0.0;
        var sum = 0.0;
        for (var symptom = 0; symptom < Symptoms.Count; symptom++)
        {
            var count = _counts[(view * Symptoms.Count) + symptom];
            if (count > 1e-9)
            {
                var alpha = strength * Math.Max(mean[symptom], 1e-7);
                total += count;
                sum += LogGamma.Of(alpha + count) - LogGamma.Of(alpha);
            }
        }

        return sum + LogGamma.Of(strength) - LogGamma.Of(strength + total);
    }

    private double Total(int view)
    {
        var total = 0.0;
        for (var symptom = 0; symptom < Symptoms.Count; symptom++)
        {
            total += _counts[(view * Symptoms.Count) + symptom];
        }

        return total;
    }

    private const double FlatStrength = 2;
    private const double Stays = .88;
    private const double LeastRate = .1;
}
