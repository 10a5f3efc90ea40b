using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Baselines;
using ProbeFleet.Benchmarks.Localization.Generator;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>
/// Side by side: the localizer, its ablations and the baselines, on incidents that none of them was tuned on. The seeds of the three
/// splits are apart; baselines are tuned on the training split by the same command, and the localizer's settings were chosen on it.
/// </summary>
internal static class LocalizationBenchmark
{
    private const int TrainSeed = 1_000_000;
    private const int ValidationSeed = 2_000_000;
    private const int TestSeed = 3_000_000;
    private const int QuietSeed = 4_000_000;

    public static int Run(string[] args)
    {
        if (!TryRead(args, out var incidents, out var seed))
        {
            Console.Error.WriteLine("Usage: localization [--incidents N] [--split train|validation|test] [--only-ours]");
            return 2;
        }

        var onlyOurs = args.Contains("--only-ours");
        Write(Console.Out, incidents, seed, onlyOurs);
        return 0;
    }

    /// <summary>The first seed of a split; null when there is no such split.</summary>
    public static int? SeedOf(string split) =>
        split switch { "train" => TrainSeed, "validation" => ValidationSeed, "test" => TestSeed, _ => null };

    private static bool TryRead(string[] args, out int incidents, out int seed)
    {
        (incidents, seed) = (1000, TestSeed);
        for (var index = 0; index < args.Length; index++)
        {
            switch (args[index])
            {
                case "--only-ours":
                    break;
                case "--incidents" when index + 1 < args.Length && int.TryParse(args[++index], CultureInfo.InvariantCulture, out incidents)
                    && incidents > 0:
                    break;
                case "--split" when index + 1 < args.Length && SeedOf(args[++index]) is { } of:
                    seed = of;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static void Write(TextWriter to, int count, int seed, bool onlyOurs)
    {
        var incidents = Draw(seed, count);
        var ours = (Method.Ours, Predictions: incidents.Select(incident => Method.Ours.Judge(incident.File)).ToList());
        var scores = incidents.Zip(ours.Predictions, (incident, said) => Score.Of(incident.Truth, said)).ToList();
        to.WriteLine(Summary.Header);
        to.WriteLine(Summary.Row("ProbeFleet", scores));
        List<(Method Method, List<Score> Scores)> rows = [(Method.Ours, scores)];
        foreach (var method in onlyOurs
            ? [Method.WithoutSideLooks]
            : Method.Ablations.Concat(Baselines(Draw(TrainSeed, Math.Min(count, 300)))))
        {
            rows.Add((method, [.. incidents.Select(incident => Score.Of(incident.Truth, method.Judge(incident.File)))]));
            to.WriteLine(Summary.Row(method.Name, rows[^1].Scores));
        }

        var rivals = rows.Where(row => onlyOurs ? row.Method != Method.Ours : row.Method.Name.Contains("typed", StringComparison.Ordinal))
            .OrderByDescending(row => row.Scores.Average(score => score.Exact)).Take(3).ToList();
        BenchmarkReport.WriteStrata(to, incidents, [rows[0], .. rivals]);
        BenchmarkReport.WriteReliability(to, scores);
        BenchmarkReport.WriteAbstention(to, [.. ours.Predictions.Zip(scores)]);
        IReadOnlyList<Method> compared = [Method.Ours, .. rivals.Select(row => row.Method)];
        BenchmarkReport.WriteQuiet(to, QuietSeed, Math.Min(count, 200), compared);
        if (!onlyOurs)
        {
            BenchmarkReport.WriteRounds(
                to, [.. incidents.Where(incident => incident.Truth.Faults.Count > 0).Take(Math.Min(count, 120))], compared);
            GrowthMeasurement.Write(to);
        }
    }

    private static List<GeneratedIncident> Draw(int seed, int count) => [.. Enumerable.Range(0, count).Select(
        index => IncidentGenerator.Draw(seed + index))];

    private static IEnumerable<Method> Baselines(List<GeneratedIncident> training)
    {
        foreach (var baseline in Baseline.All)
        {
            var tuned = Method.Tune(baseline, training);
            yield return Method.Of(baseline, baseline.Thresholds[0], " (default)");
            yield return Method.Of(baseline, tuned, string.Create(CultureInfo.InvariantCulture, $" (tuned: {tuned})"));
        }
    }
}
