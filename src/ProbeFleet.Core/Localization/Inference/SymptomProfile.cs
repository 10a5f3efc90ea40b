namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// What one fault looks like: one draw per fault, not per probe. Drawn around the typical profile of its kind, or, for a fault that misleads,
/// anywhere within physics; one face for all views, or one per view. Each is a Dirichlet variable of strength κ: with counts c the share
/// of a symptom is (κ · mean + c) / (κ + Σc), and the four ways are mixed by their marginal likelihoods. κ is one number for all, so that
/// of two faults that fit the same symptoms the one that shows them more typically gains with every probe.
/// </summary>
internal sealed class SymptomProfile
{
    private const int Ways = 4;
    private readonly double _oneFace;
    private readonly double _misleading;
    private readonly double _strength;
    private readonly double[] _counts = new double[SymptomTable.Views * Symptoms.Count];
    private readonly double[] _shares = new double[SymptomTable.Views * Symptoms.Count];
    private readonly double[] _all = new double[Symptoms.Count];
    private readonly double[] _totals = new double[SymptomTable.Views];
    private readonly double[] _weights = new double[Ways];
    private readonly double[][] _typical;
    private readonly double[] _mean;
    private readonly double[] _flat;

    public SymptomProfile(Suspicion suspicion, LocalizerSettings settings, SymptomTable table)
    {
        var kind = suspicion.Component.Kind;
        _oneFace = suspicion.OneFace;
        _misleading = Math.Clamp(SymptomTable.MisleadingShare(kind) * settings.Misleading, 1e-9, .9);
        _strength = settings.SymptomStrength;
        _typical = [.. Enumerable.Range(0, SymptomTable.Views).Select(view => table.Typical(kind, view))];
        _mean = table.Typical(kind);
        _flat = table.Misleading(kind);
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                _shares[(view * Symptoms.Count) + symptom] = Usual(view, symptom);
            }
        }
    }

    /// <summary>How probable the symptom is as fitted.</summary>
    public double Of(int view, int symptom) => _shares[(view * Symptoms.Count) + symptom];

    /// <summary>How probable the symptom is before a profile is fitted.</summary>
    public double Usual(int view, int symptom) => ((1 - _misleading) * _typical[view][symptom]) + (_misleading * _flat[symptom]);

    public void Forget() => Array.Clear(_counts);

    public void Take(int view, int symptom, double count) => _counts[(view * Symptoms.Count) + symptom] += count;

    public void Fit()
    {
        Weigh();
        var total = _totals.Sum();
        var (perView, flatPerView, shared, flatShared) = (_weights[0], _weights[1], _weights[2], _weights[3]);
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            var (ofView, ofAll) = (1 / (_strength + _totals[view]), 1 / (_strength + total));
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                var count = _counts[(view * Symptoms.Count) + symptom];
                _shares[(view * Symptoms.Count) + symptom] =
                    (((perView * ((_strength * _typical[view][symptom]) + count)) + (flatPerView * ((_strength * _flat[symptom]) + count))) * ofView)
                    + (((shared * ((_strength * _mean[symptom]) + _all[symptom])) + (flatShared * ((_strength * _flat[symptom]) + _all[symptom]))) * ofAll);
            }
        }
    }

    /// <summary>What the fitted profile must give back in nats: the marginal likelihood of the counts less the plugged-in one.</summary>
    public double Charge()
    {
        var marginal = Weigh();
        var plugged = 0.0;
        for (var at = 0; at < _counts.Length; at++)
        {
            if (_counts[at] > 0)
            {
                plugged += _counts[at] * Math.Log(Math.Max(_shares[at], 1e-12));
            }
        }

        return marginal - plugged;
    }

    /// <summary>Weighs the ways that a profile can be drawn by their marginal likelihoods and gives the logarithm of the sum.</summary>
    private double Weigh()
    {
        Count();
        var (typical, flat) = (Math.Log(1 - _misleading), Math.Log(_misleading));
        _weights[0] = _weights[1] = double.NegativeInfinity;
        if (_oneFace < 1)
        {
            var each = Math.Log(1 - _oneFace);
            (_weights[0], _weights[1]) = (typical + each, flat + each);
            for (var view = 0; view < SymptomTable.Views; view++)
            {
                if (_totals[view] > 0)
                {
                    var counts = _counts.AsSpan(view * Symptoms.Count, Symptoms.Count);
                    _weights[0] += DirichletMultinomial(counts, _typical[view]);
                    _weights[1] += DirichletMultinomial(counts, _flat);
                }
            }
        }

        var one = Math.Log(_oneFace);
        _weights[2] = typical + one + DirichletMultinomial(_all, _mean);
        _weights[3] = flat + one + DirichletMultinomial(_all, _flat);
        var (most, sum) = (_weights.Max(), 0.0);
        for (var way = 0; way < Ways; way++)
        {
            sum += _weights[way] = Math.Exp(_weights[way] - most);
        }

        for (var way = 0; way < Ways; way++)
        {
            _weights[way] /= sum;
        }

        return most + Math.Log(sum);
    }

    private void Count()
    {
        Array.Clear(_all);
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            _totals[view] = 0;
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                var count = _counts[(view * Symptoms.Count) + symptom];
                _totals[view] += count;
                _all[symptom] += count;
            }
        }
    }

    private double DirichletMultinomial(ReadOnlySpan<double> counts, double[] mean)
    {
        var (total, sum) = (0.0, 0.0);
        for (var symptom = 0; symptom < counts.Length; symptom++)
        {
            if (counts[symptom] > 1e-9)
            {
                var alpha = _strength * Math.Max(mean[symptom], 1e-7);
                total += counts[symptom];
                sum += LogGamma.Of(alpha + counts[symptom]) - LogGamma.Of(alpha);
            }
        }

        return sum + LogGamma.Of(_strength) - LogGamma.Of(_strength + total);
    }
}
