namespace ProbeFleet.Core.Localization.Inference;

/// <summary>What one fault looks like: the share of each symptom in each view, as <see cref="ProfilePrior"/> fits it.</summary>
/// <param name="shares">The share per view and symptom.</param>
/// <param name="marginal">The log of the marginal likelihood of the counts that it was fitted to.</param>
internal sealed class SymptomProfile(Grid<double> shares, double marginal)
{
    /// <summary>How probable the symptom is.</summary>
    public double Share(int view, int symptom) => shares[view, symptom];

    /// <summary>What the fitted profile must give back in nats: the marginal likelihood of the counts c less Σ c log share.</summary>
    /// <param name="counts">The failures that it was fitted to.</param>
    public double Charge(Grid<double> counts)
    {
        var plugged = 0.0;
        for (var view = 0; view < counts.Rows; view++)
        {
            for (var symptom = 0; symptom < counts.Columns; symptom++)
            {
                if (counts[view, symptom] > 0)
                {
                    plugged += counts[view, symptom] * Math.Log(Math.Max(shares[view, symptom], 1e-12));
                }
            }
        }

        return marginal - plugged;
    }
}
