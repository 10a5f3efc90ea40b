namespace ProbeFleet.Core.Localization.Inference;

/// <summary>What one fault looks like: how probable each symptom is in each view, as <see cref="ProfilePrior"/> fits it.</summary>
/// <param name="shares">Per look of a failure that the faults fitted with it touch: how probable it is.</param>
/// <param name="marginal">The log of the marginal likelihood of the counts that it was fitted to.</param>
/// <param name="all">Makes the same for all views and symptoms; few profiles are asked for it.</param>
internal sealed class SymptomProfile(double[] shares, double marginal, Func<Grid<double>> all)
{
    private Grid<double>? _all;

    /// <summary>Per look of a failure that the faults fitted with it touch: how probable it is.</summary>
    public ReadOnlySpan<double> Shares => shares;

    /// <summary>How probable the symptom is.</summary>
    public double Share(int view, int symptom) => (_all ??= all())[view, symptom];

    /// <summary>What the fitted profile must give back in nats: the marginal likelihood of the counts c less Σ c log share.</summary>
    /// <param name="counts">Per look: the failures that it was fitted to.</param>
    public double Charge(ReadOnlySpan<double> counts)
    {
        var plugged = 0.0;
        for (var look = 0; look < counts.Length; look++)
        {
            if (counts[look] > 0)
            {
                plugged += counts[look] * Math.Log(Math.Max(shares[look], 1e-12));
            }
        }

        return marginal - plugged;
    }
}
