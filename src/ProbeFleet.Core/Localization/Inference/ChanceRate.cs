namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// How often probes of this window fail by chance: estimated on the paths that failed at most once, and drawn towards the
/// configured rate, because a quiet window says little.
/// </summary>
internal static class ChanceRate
{
    private const double Strength = 200;

    public static double Of(EvidenceMatrix evidence, LocalizerSettings settings)
    {
        var (seen, failed) = (Strength, Strength * settings.Background);
        for (var path = 0; path < evidence.Paths.Count; path++)
        {
            if (evidence.FailuresOf[path].Length <= 1)
            {
                failed += evidence.FailuresOf[path].Length;
                seen += evidence.FailuresOf[path].Length;
                for (var round = 0; round < evidence.Rounds; round++)
                {
                    seen += evidence.Passed[path, round];
                }
            }
        }

        return Math.Clamp(failed / seen, .003, .05);
    }
}
