namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>007 (Arzani 2018): each failure shares one vote among what it crossed; take the top, drop what it explains, repeat.</summary>
internal static class Voting
{
    public static Prediction Judge(BaselineEvidence evidence, double share)
    {
        var matrix = evidence.Matrix;
        var left = Enumerable.Range(0, matrix.Failures.Length).ToHashSet();
        List<int> blamed = [];
        while (blamed.Count < 5 && left.Count >= 3)
        {
            var votes = new double[matrix.Components.Count];
            foreach (var at in left)
            {
                var failure = matrix.Failures[at];
                var total = matrix.Crossed[failure.Path].Sum(component => evidence.Weight(component, failure));
                foreach (var component in matrix.Crossed[failure.Path])
                {
                    votes[component] += total > 0 ? evidence.Weight(component, failure) / total : 0;
                }
            }

            var top = Enumerable.Range(0, votes.Length).OrderByDescending(component => votes[component])
                .ThenBy(component => matrix.Components[component].Name, StringComparer.Ordinal).First();
            if (votes[top] < Math.Max(1.5, share * matrix.Failures.Length) || blamed.Contains(top))
            {
                break;
            }

            blamed.Add(top);
            left.RemoveWhere(at => matrix.Crossed[matrix.Failures[at].Path].Contains(top) && evidence.IsFitting(top, matrix.Failures[at]));
        }

        return evidence.Accuse(blamed);
    }
}
