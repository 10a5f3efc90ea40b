using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// What one fault looks like, per view: one draw per fault, not per probe. Drawn around the typical profile of its kind (a Dirichlet variable of
/// strength κ), or, for a fault that misleads, anywhere within physics; so with counts c its share of a symptom is
/// (κ · mean + c) / (κ + Σc), mixed by the marginal likelihoods of the two.
/// </summary>
internal sealed class SymptomProfile
{
    private const double FlatStrength = 2;
    private readonly double _misleading;
    private readonly double _strength;
    private readonly double[] _counts = new double[SymptomTable.Views * Symptoms.Count];
    private readonly double[] _shares = new double[SymptomTable.Views * Symptoms.Count];
    private readonly double[][] _typical;
    private readonly double[] _uniform;

    public SymptomProfile(ComponentKind kind, LocalizerSettings settings, SymptomTable table)
    {
        _misleading = Math.Clamp(SymptomTable.MisleadingShare(kind) * settings.Misleading, 1e-9, .9);
        _strength = settings.SymptomStrength;
        _typical = [.. Enumerable.Range(0, SymptomTable.Views).Select(view => table.Typical(kind, view))];
        var possible = table.Possible(kind);
        var share = 1.0 / possible.Count(can => can);
        _uniform = [.. possible.Select(can => can ? share : 0)];
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
    public double Usual(int view, int symptom) => ((1 - _misleading) * _typical[view][symptom]) + (_misleading * _uniform[symptom]);

    public void Forget() => Array.Clear(_counts);

    public void Take(int view, int symptom, double count) => _counts[(view * Symptoms.Count) + symptom] += count;

    public void Fit()
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
                _shares[at] = ((1 - misleading) * typical) + (misleading * flat);
            }
        }
    }

    /// <summary>What the fitted profile must give back in nats: the marginal likelihood of the counts less the plugged-in one.</summary>
    public double Charge()
    {
        MisleadingWeight(out var marginal);
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
        var (total, sum) = (0.0, 0.0);
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
}
