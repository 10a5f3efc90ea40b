namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// What faults of one kind look like. A fault's profile is one draw per fault, not per probe: around the typical profile of its kind or,
/// for a fault that misleads, anywhere within physics; one face for all views, or one per view. Each is a Dirichlet variable of
/// strength κ: with counts c the share of a symptom is (κ · mean + c) / (κ + Σc), and the four ways are mixed by their marginal
/// likelihoods, the Dirichlet-multinomial Γ(κ) / Γ(κ + Σc) · Π Γ(κ mean + c) / Γ(κ mean). κ is one number for all, so that of two
/// faults that fit the same symptoms the one that shows them more typically gains with every probe.
/// </summary>
internal sealed class ProfilePrior
{
    private const int Ways = 4;
    private readonly double _misleading;

    // The logarithms of the four ways' shares, in the order of the ways; the first two are −∞ for what always has one face.
    private readonly double[] _logs;
    private readonly double _strength;
    private readonly double[][] _typical;
    private readonly double[] _mean;
    private readonly double[] _flat;
    private readonly double _logGammaOfStrength;
    private readonly Dirichlet[] _asTypical;
    private readonly Dirichlet _asMean;
    private readonly Dirichlet _asFlat;
    private readonly Grid<double> _usual = new(SymptomTable.Views, Symptoms.Count);

    /// <param name="isBehindGateways">Whether what is seen through gateways stands behind them.</param>
    public ProfilePrior(ComponentKind kind, bool isBehindGateways, double oneFace, Priors priors, SymptomTable table)
    {
        _misleading = Math.Clamp(SymptomTable.MisleadingShare(kind) * priors.Misleading, 1e-9, .9);
        var (typical, flat) = (Math.Log(1 - _misleading), Math.Log(_misleading));
        var (perView, shared) = (oneFace < 1 ? Math.Log(1 - oneFace) : double.NegativeInfinity, Math.Log(oneFace));
        _logs = [typical + perView, flat + perView, typical + shared, flat + shared];
        _strength = priors.SymptomStrength;
        _typical = [.. Enumerable.Range(0, SymptomTable.Views).Select(
            view => isBehindGateways ? table.TypicalBehind(kind, view) : table.Typical(kind, view))];
        _mean = table.Typical(kind);
        _flat = isBehindGateways ? table.MisleadingBehind(kind) : table.Misleading(kind);
        _logGammaOfStrength = LogGamma.Compute(_strength);
        _asTypical = Array.ConvertAll(_typical, mean => Dirichlet.Of(mean, _strength));
        (_asMean, _asFlat) = (Dirichlet.Of(_mean, _strength), Dirichlet.Of(_flat, _strength));
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                _usual[view, symptom] = ((1 - _misleading) * _typical[view][symptom]) + (_misleading * _flat[symptom]);
            }
        }
    }

    /// <summary>The profile before anything is fitted.</summary>
    public SymptomProfile Unfitted => new(_usual, 0);

    /// <summary>How probable the symptom is before a profile is fitted.</summary>
    public double Usual(int view, int symptom) => _usual[view, symptom];

    /// <summary>The profile of a fault that made these failures.</summary>
    /// <param name="counts">Failures per view and symptom.</param>
    public SymptomProfile Fit(Grid<double> counts)
    {
        Span<double> totals = stackalloc double[SymptomTable.Views];
        Span<double> all = stackalloc double[Symptoms.Count];
        all.Clear();
        var total = 0.0;
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            totals[view] = 0;
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                totals[view] += counts[view, symptom];
                all[symptom] += counts[view, symptom];
            }

            total += totals[view];
        }

        Span<double> ways = stackalloc double[Ways];
        var marginal = Weigh(counts, totals, all, ways);
        return new(Mix(counts, totals, all, total, ways), marginal);
    }

    private Grid<double> Mix(
        Grid<double> counts, ReadOnlySpan<double> totals, ReadOnlySpan<double> all, double total, ReadOnlySpan<double> ways)
    {
        Grid<double> shares = new(SymptomTable.Views, Symptoms.Count);
        var (perView, flatPerView, shared, flatShared) = (ways[0], ways[1], ways[2], ways[3]);
        var ofAll = 1 / (_strength + total);
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            var ofView = 1 / (_strength + totals[view]);
            var typical = _typical[view];
            var counted = counts[view];
            var mixed = shares[view];
            for (var symptom = 0; symptom < mixed.Length; symptom++)
            {
                var count = counted[symptom];
                var flat = _strength * _flat[symptom];
                mixed[symptom] = (((perView * ((_strength * typical[symptom]) + count)) + (flatPerView * (flat + count))) * ofView)
                    + (((shared * ((_strength * _mean[symptom]) + all[symptom])) + (flatShared * (flat + all[symptom]))) * ofAll);
            }
        }

        return shares;
    }

    /// <summary>Weighs the ways that a profile can be drawn by their marginal likelihoods and gives the logarithm of the sum.</summary>
    private double Weigh(Grid<double> counts, ReadOnlySpan<double> totals, ReadOnlySpan<double> all, Span<double> ways)
    {
        _logs.CopyTo(ways);
        for (var view = 0; view < SymptomTable.Views && !double.IsNegativeInfinity(ways[0]); view++)
        {
            if (totals[view] > 0)
            {
                ways[0] += DirichletMultinomial(counts[view], _asTypical[view]);
                ways[1] += DirichletMultinomial(counts[view], _asFlat);
            }
        }

        ways[2] += DirichletMultinomial(all, _asMean);
        ways[3] += DirichletMultinomial(all, _asFlat);
        var (most, sum) = (Math.Max(Math.Max(ways[0], ways[1]), Math.Max(ways[2], ways[3])), 0.0);
        foreach (ref var way in ways)
        {
            sum += way = Math.Exp(way - most);
        }

        foreach (ref var way in ways)
        {
            way /= sum;
        }

        return most + Math.Log(sum);
    }

    private double DirichletMultinomial(ReadOnlySpan<double> counts, Dirichlet prior)
    {
        var (total, sum) = (0.0, 0.0);
        for (var symptom = 0; symptom < counts.Length; symptom++)
        {
            if (counts[symptom] > 1e-9)
            {
                total += counts[symptom];
                sum += LogGamma.Compute(prior.Alpha[symptom] + counts[symptom]) - prior.LogGammaOfAlpha[symptom];
            }
        }

        return sum + _logGammaOfStrength - LogGamma.Compute(_strength + total);
    }

    /// <summary>One Dirichlet variable, per symptom: α = κ · mean, and log Γ(α).</summary>
    private sealed record Dirichlet(double[] Alpha, double[] LogGammaOfAlpha)
    {
        public static Dirichlet Of(double[] mean, double strength)
        {
            var alpha = Array.ConvertAll(mean, share => strength * Math.Max(share, 1e-7));
            return new(alpha, Array.ConvertAll(alpha, LogGamma.Compute));
        }
    }
}
