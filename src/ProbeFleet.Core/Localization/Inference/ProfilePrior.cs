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
    // Of what counts less, nothing can be told.
    private const double Counted = 1e-9;
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
    public SymptomProfile Unfitted(int[] looks) =>
        new(Array.ConvertAll(looks, look => Usual(look / Symptoms.Count, look % Symptoms.Count)), 0, () => _usual);

    /// <summary>How probable the symptom is before a profile is fitted.</summary>
    public double Usual(int view, int symptom) => _usual[view, symptom];

    /// <summary>The profile of a fault that made these failures.</summary>
    /// <param name="looks">The looks that failures can have here.</param>
    /// <param name="counts">Per look: the failures.</param>
    public SymptomProfile Fit(int[] looks, ReadOnlySpan<double> counts)
    {
        Counts counted = new(looks, counts.ToArray());
        var (ways, marginal) = Weigh(counted);
        var shares = new double[looks.Length];
        for (var at = 0; at < shares.Length; at++)
        {
            shares[at] = Mix(looks[at] / Symptoms.Count, looks[at] % Symptoms.Count, counts[at], counted, ways);
        }

        return new(shares, marginal, () => MixAll(counted, ways));
    }

    private Grid<double> MixAll(Counts counted, double[] ways)
    {
        Grid<double> counts = new(SymptomTable.Views, Symptoms.Count);
        for (var at = 0; at < counted.Looks.Length; at++)
        {
            counts[counted.Looks[at] / Symptoms.Count, counted.Looks[at] % Symptoms.Count] = counted.PerLook[at];
        }

        Grid<double> shares = new(SymptomTable.Views, Symptoms.Count);
        for (var view = 0; view < shares.Rows; view++)
        {
            for (var symptom = 0; symptom < shares.Columns; symptom++)
            {
                shares[view, symptom] = Mix(view, symptom, counts[view, symptom], counted, ways);
            }
        }

        return shares;
    }

    private double Mix(int view, int symptom, double count, Counts counted, double[] ways)
    {
        var (flat, all) = (_strength * _flat[symptom], counted.PerSymptom[symptom]);
        var ofView = (ways[0] * ((_strength * _typical[view][symptom]) + count)) + (ways[1] * (flat + count));
        var ofAll = (ways[2] * ((_strength * _mean[symptom]) + all)) + (ways[3] * (flat + all));
        return (ofView / (_strength + counted.PerView[view])) + (ofAll / (_strength + counted.Total));
    }

    /// <summary>Weighs the ways that a profile can be drawn by their marginal likelihoods and gives the logarithm of the sum.</summary>
    private (double[] Ways, double Marginal) Weigh(Counts counted)
    {
        double[] ways = [.. _logs];
        var isPerView = !double.IsNegativeInfinity(ways[0]);
        for (var at = 0; at < counted.Looks.Length && isPerView; at++)
        {
            var (view, symptom, count) = (counted.Looks[at] / Symptoms.Count, counted.Looks[at] % Symptoms.Count, counted.PerLook[at]);
            if (count > Counted)
            {
                ways[0] += _asTypical[view].Rise(symptom, count);
                ways[1] += _asFlat.Rise(symptom, count);
            }
        }

        for (var view = 0; view < SymptomTable.Views && isPerView; view++)
        {
            var fall = counted.PerView[view] > Counted ? _logGammaOfStrength - LogGamma.Compute(_strength + counted.PerView[view]) : 0;
            (ways[0], ways[1]) = (ways[0] + fall, ways[1] + fall);
        }

        for (var symptom = 0; symptom < counted.PerSymptom.Length; symptom++)
        {
            if (counted.PerSymptom[symptom] > Counted)
            {
                ways[2] += _asMean.Rise(symptom, counted.PerSymptom[symptom]);
                ways[3] += _asFlat.Rise(symptom, counted.PerSymptom[symptom]);
            }
        }

        var fallOfAll = _logGammaOfStrength - LogGamma.Compute(_strength + counted.Total);
        (ways[2], ways[3]) = (ways[2] + fallOfAll, ways[3] + fallOfAll);
        return (ways, Normalize(ways));
    }

    /// <summary>From logarithms to shares of their sum, whose logarithm it gives.</summary>
    private static double Normalize(double[] ways)
    {
        var (most, sum) = (ways.Max(), 0.0);
        foreach (ref var way in ways.AsSpan())
        {
            sum += way = Math.Exp(way - most);
        }

        foreach (ref var way in ways.AsSpan())
        {
            way /= sum;
        }

        return most + Math.Log(sum);
    }

    /// <summary>The failures of one fault, and their sums.</summary>
    private sealed class Counts
    {
        public Counts(int[] looks, double[] perLook)
        {
            (Looks, PerLook) = (looks, perLook);
            for (var at = 0; at < looks.Length; at++)
            {
                PerSymptom[looks[at] % Symptoms.Count] += perLook[at];
                PerView[looks[at] / Symptoms.Count] += perLook[at];
                Total += perLook[at];
            }
        }

        public int[] Looks { get; }

        public double[] PerLook { get; }

        public double[] PerSymptom { get; } = new double[Symptoms.Count];

        public double[] PerView { get; } = new double[SymptomTable.Views];

        public double Total { get; }
    }

    /// <summary>One Dirichlet variable, per symptom: α = κ · mean, and log Γ(α).</summary>
    private sealed record Dirichlet(double[] Alpha, double[] LogGammaOfAlpha)
    {
        /// <summary>By how much so many failures raise log Γ(α).</summary>
        public double Rise(int symptom, double count) => LogGamma.Compute(Alpha[symptom] + count) - LogGammaOfAlpha[symptom];

        public static Dirichlet Of(double[] mean, double strength)
        {
            var alpha = Array.ConvertAll(mean, share => strength * Math.Max(share, 1e-7));
            return new(alpha, Array.ConvertAll(alpha, LogGamma.Compute));
        }
    }
}
