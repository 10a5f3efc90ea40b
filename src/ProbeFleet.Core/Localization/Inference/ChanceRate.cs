namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How often probes of this window fail by chance, per symptom: estimated on the paths that failed at most once and on the half of the
/// paths that fail least, and drawn towards the configured rate and the usual symptoms, because a quiet window says little.
/// </summary>
internal static class ChanceRate
{
    private const double RateStrength = 200;
    private const double SymptomStrength = 30;

    public static double[] Of(EvidenceMatrix evidence, LocalizerSettings settings, SymptomTable table)
    {
        var paths = Enumerable.Range(0, evidence.Paths.Count)
            .Select(path => (Path: path, Failed: evidence.FailuresOf[path].Length, Seen: evidence.FailuresOf[path].Length + evidence.PassedOf(path)))
            .OrderBy(path => (double)path.Failed / path.Seen).ToList();
        var (seen, failed) = (RateStrength, RateStrength * settings.Background);
        double[] symptoms = [.. table.Background.Select(share => SymptomStrength * share)];
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

        var (rate, total) = (Math.Clamp(failed / seen, .003, .05), symptoms.Sum());
        return [.. symptoms.Select(count => rate * count / total)];
    }
}
