namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How often probes of this window fail by chance, per symptom: estimated on the paths that failed at most once and on the half of the
/// paths that fail least, and drawn towards the usual rate and the usual symptoms, because a quiet window says little: with f failures
/// in n probes the rate is (κ · usual + f) / (κ + n).
/// </summary>
internal static class ChanceRate
{
    public static double[] Estimate(EvidenceMatrix evidence, Priors priors, SymptomTable table)
    {
        var paths = evidence.FailuresOf
            .Select((failures, path) => (Path: path, Failed: failures.Length, Seen: failures.Length + evidence.PassedOf[path]))
            .OrderBy(path => (double)path.Failed / path.Seen).ToList();
        var (seen, failed) = (priors.BackgroundStrength, priors.BackgroundStrength * priors.Background);
        double[] symptoms = [.. table.Background.Select(share => priors.BackgroundSymptomStrength * share)];
        foreach (var (rank, path) in paths.Index())
        {
            if (path.Failed <= 1 || 2 * rank < paths.Count)
            {
                (seen, failed) = (seen + path.Seen, failed + path.Failed);
                foreach (var failure in evidence.FailuresOf[path.Path])
                {
                    symptoms[evidence.Failures[failure].Symptom]++;
                }
            }
        }

        var (rate, total) = (Math.Clamp(failed / seen, priors.BackgroundRange.Least, priors.BackgroundRange.Most), symptoms.Sum());
        return [.. symptoms.Select(count => rate * count / total)];
    }
}
