using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>The parts of the report beyond the main table.</summary>
internal static class BenchmarkReport
{
    private static readonly (string Name, Func<Truth, bool> Holds)[] Strata =
    [
        ("one fault", truth => truth.Faults.Count == 1 && !truth.Undeclared),
        ("2–3 faults", truth => truth.Faults.Count > 1),
        ("2–3 faults, on different paths", truth => truth.Faults.Count > 1 && !truth.SamePaths),
        ("2–3 faults, two on the same paths", truth => truth.SamePaths),
        ("misleading symptoms", truth => truth.Misleading),
        ("no misleading symptoms", truth => truth.Faults.Count > 0 && !truth.Misleading),
        ("no fault", truth => truth.Faults.Count == 0),
        ("undeclared cause", truth => truth.Undeclared),
        ("wrong declared edge", truth => truth.WrongEdge),
        ("fails always (q = 1)", truth => truth.Rate >= 1),
        ("fails rarely (q < .5)", truth => truth.Rate is > 0 and < .5),
        ("missing rows > 20 %", truth => truth.Missing > .2),
        ("completion every 3rd or 5th round", truth => truth.CompletionEvery > 1),
        ("2–3 vantages", truth => truth.Vantages <= 3),
        ("5–8 vantages", truth => truth.Vantages is > 3 and <= 8),
        ("16–60 vantages", truth => truth.Vantages > 8),
        ("path", truth => truth.Faults is [{ Owner: Owner.ConnectionPath }]),
        ("route provider", truth => truth.Faults is [{ Owner: Owner.RouteProvider }]),
        ("upstream API", truth => truth.Faults is [{ Owner: Owner.ApiServer }]),
        ("auth, quota, configuration", truth => truth.Faults is [{ Owner: Owner.Authentication or Owner.Quota or Owner.Configuration }]),
    ];

    public static void WriteStrata(
        TextWriter to, IReadOnlyList<GeneratedIncident> incidents, IReadOnlyList<(Method Method, List<Score> Scores)> shown)
    {
        to.WriteLine($"\n| stratum | n | {string.Join(" | ", shown.Select(row => $"{row.Method.Name.Trim()}: top-1 / exact / owner"))} |");
        to.WriteLine($"|---|---|{string.Concat(shown.Select(_ => "---|"))}");
        foreach (var (name, holds) in Strata)
        {
            var chosen = incidents.Index().Where(item => holds(item.Item.Truth)).Select(item => item.Index).ToList();
            if (chosen is [])
            {
                continue;
            }

            var cells = shown.Select(row => chosen.Select(index => row.Scores[index]).ToList())
                .Select(scores => $"{Summary.F(scores.Average(score => score.TopOne))} / "
                    + $"{Summary.F(scores.Average(score => score.Exact))} / {Summary.F(scores.Average(score => score.CoarseOwner))}");
            to.WriteLine($"| {name} | {chosen.Count} | {string.Join(" | ", cells)} |");
        }
    }

    public static void WriteReliability(TextWriter to, IReadOnlyList<Score> scores)
    {
        to.WriteLine("\n| claimed probability | claims | mean claim | right |\n|---|---|---|---|");
        for (var bin = 0; bin < Score.Bins.Length; bin++)
        {
            var (count, sum, right) = (scores.Sum(score => score.Reliability[bin].Count), scores.Sum(
                score => score.Reliability[bin].Sum), scores.Sum(score => score.Reliability[bin].Right));
            to.WriteLine($"| {Summary.F(Score.Bins[bin])}–{(bin + 1 < Score.Bins.Length ? Summary.F(Score.Bins[bin + 1]) : "1")} | "
                + $"{count} | {Summary.F(sum / Math.Max(1, count))} | {Summary.F((double)right / Math.Max(1, count))} |");
        }
    }

    public static void WriteAbstention(TextWriter to, IReadOnlyList<(Prediction Said, Score Score)> rows)
    {
        to.WriteLine("\n| answers only the surest | top-1 among them |\n|---|---|");
        var ranked = rows.OrderByDescending(row => row.Said.Claims.Count == 0 ? .9 : row.Said.Claims.Values.Max()).ToList();
        foreach (var share in new[] { .5, .7, .8, .9, 1 })
        {
            var kept = ranked.Take((int)(share * ranked.Count)).ToList();
            to.WriteLine($"| {share.ToString("P0", CultureInfo.InvariantCulture)} | {Summary.F(kept.Average(row => row.Score.TopOne))} |");
        }
    }

    public static void WriteQuiet(TextWriter to, int seed, int windows, IReadOnlyList<Method> methods)
    {
        var quiet = Enumerable.Range(0, windows).Select(index => IncidentGenerator.Draw(seed + index, null, null, quiet: true)).ToList();
        to.WriteLine($"\n| method | quiet windows ({windows}, with chance failures and blips) that end in an accusation |\n|---|---|");
        foreach (var method in methods)
        {
            to.WriteLine($"| {method.Name.Trim()} | {Summary.F(quiet.Average(incident => method.Judge(incident.File).Top is Prediction.Nothing ? 0.0 : 1))} |");
        }
    }

    public static void WriteRounds(TextWriter to, IReadOnlyList<GeneratedIncident> incidents, IReadOnlyList<Method> methods)
    {
        int[] after = [2, 3, 4, 5, 6, 8, 10, 12, 15];
        to.WriteLine($"\n| method ({incidents.Count} incidents) | rounds to a correct verdict that stays: median / mean | probes, median "
            + "| never |\n|---|---|---|---|");
        foreach (var method in methods)
        {
            List<(int Rounds, int Probes)> reached = [];
            foreach (var incident in incidents)
            {
                var right = after.Select(rounds => (Rounds: rounds, File: Until(incident, rounds)))
                    .Select(part => (part.Rounds, Probes: part.File.Results.Count, Right: Score.Of(
                        incident.Truth, method.Judge(part.File)).TopOne > 0)).ToList();
                var stable = right.FindLastIndex(part => !part.Right) + 1;
                if (stable < right.Count)
                {
                    reached.Add((right[stable].Rounds, right[stable].Probes));
                }
            }

            var rounds = reached.Select(item => item.Rounds).Order().ToList();
            var probes = reached.Select(item => item.Probes).Order().ToList();
            to.WriteLine(rounds is [] ? $"| {method.Name.Trim()} | – | – | 1 |"
                : $"| {method.Name.Trim()} | {rounds[rounds.Count / 2]} / {rounds.Average().ToString("F1", CultureInfo.InvariantCulture)} "
                    + $"| {probes[probes.Count / 2]} | {Summary.F(1 - ((double)rounds.Count / incidents.Count))} |");
        }
    }

    private static Core.Localization.IncidentFile Until(GeneratedIncident incident, int rounds)
    {
        var to = Simulation.Start.AddMinutes(rounds);
        return incident.File with
        {
            Window = incident.File.Window with { To = to },
            Results = [.. incident.File.Results.Where(result => result.StartedAt <= to)]
        };
    }
}
