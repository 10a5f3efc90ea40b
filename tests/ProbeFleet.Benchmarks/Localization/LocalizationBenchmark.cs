using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Localization;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>Side by side: the localizer, its ablations and the baselines, on incidents that none of them was tuned on.</summary>
internal static class LocalizationBenchmark
{
    public const int TrainSeed = 1_000_000;
    public const int ValidationSeed = 2_000_000;
    public const int TestSeed = 3_000_000;

    public static int Run(string[] args)
    {
        var n = int.Parse(args[0], CultureInfo.InvariantCulture);
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : TrainSeed;
        var settings = new LocalizerSettings();
        foreach (var extra in args.Skip(2))
        {
            var (key, value) = (extra.Split('=')[0], double.Parse(extra.Split('=')[1], CultureInfo.InvariantCulture));
            settings = key switch
            {
                "b" => settings with { Tempering = value },
                "p" => settings with { PriorLogOdds = value },
                "u" => settings with { UntouchedPathCost = value },
                "d" => settings with { UndeclaredPathCost = value },
                "m" => settings with { Misleading = value },
                "k" => settings with { SymptomStrength = value },
                "e" => settings with { Background = value },
                _ => settings,
            };
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        List<(GeneratedIncident I, Score S, Prediction P)> rows = [];
        var solve = TimeSpan.Zero;
        for (var i = 0; i < n; i++)
        {
            var incident = IncidentGenerator.Draw(seed + i);
            var t = clock.Elapsed;
            var said = Prediction.From(Localizer.Locate(incident.File, settings));
            solve += clock.Elapsed - t;
            rows.Add((incident, Score.Of(incident.Truth, said), said));
        }

        Console.WriteLine($"total {clock.Elapsed} solve {solve / n}");
        void Show(string name, Func<Truth, bool> f)
        {
            var r = rows.Where(x => f(x.I.Truth)).Select(x => x.S).ToList();
            if (r.Count == 0) { return; }
            var rel = string.Join(" ", Enumerable.Range(0, 4).Select(b => $"{r.Sum(x => x.Reliability[b].Right)}/{r.Sum(x => x.Reliability[b].Count)}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14} n={r.Count,4} top {r.Average(x => x.TopOne):F3} exact {r.Average(x => x.Exact):F3} owner {r.Average(x => x.CoarseOwner):F3} cov {r.Average(x => x.Covered):F3} set {r.Average(x => x.SetSize):F2} brier {r.Average(x => x.Brier):F3} log {r.Average(x => x.LogScore):F3} P {r.Sum(x => x.Hits) / (double)Math.Max(1, r.Sum(x => x.Claimed)):F3} R {r.Sum(x => x.Hits) / (double)Math.Max(1, r.Sum(x => x.True)):F3} rel {rel}"));
        }

        Show("all", _ => true);
        Show("quiet", t => t.Faults.Count == 0);
        Show("hidden", t => t.Undeclared);
        Show("1", t => t.Faults.Count == 1 && !t.Undeclared);
        Show("2-3", t => t.Faults.Count > 1);
        Show("misleading", t => t.Misleading);
        Show("wrong edge", t => t.WrongEdge);
        Show("V<=3", t => t.Vantages <= 3);
        Show("q<.5", t => t.Faults.Count > 0 && t.Rate < .5);
        Show("every 5", t => t.CompletionEvery == 5);
        foreach (var k in rows.SelectMany(r => r.I.Truth.Faults.Take(1)).Select(f => f.Kind).Distinct().Order())
        {
            Show(k.ToString(), t => t.Faults.Count == 1 && t.Faults[0].Kind == k);
        }

        if (args.Contains("v=1"))
        {
            foreach (var (i, r) in rows.Index().Where(r => r.Item.S.TopOne == 0 || r.Item.S.Exact == 0).Take(400))
            {
                Console.WriteLine($"{seed + i} V{r.I.Truth.Vantages} R{r.I.Truth.Routes} every{r.I.Truth.CompletionEvery} {(r.I.Truth.Misleading ? "MIS " : "")}{(r.I.Truth.WrongEdge ? "EDGE " : "")}truth [{string.Join(", ", r.I.Truth.Faults)}] said {r.P.Top} [{string.Join(", ", r.P.Claims.OrderByDescending(c => c.Value).Take(5).Select(c => $"{c.Key}={c.Value:F2}"))}]");
            }
        }

        if (args.Contains("diag=1"))
        {
            foreach (var r in rows.Where(r => r.S.Exact == 0 && r.I.Truth.Faults.Count > 0 && !r.I.Truth.Undeclared))
            {
                var topo = new ProbeFleet.Core.Topology.FleetTopology(r.I.File.Vantages, r.I.File.Routes);
                var ev = ProbeFleet.Core.Localization.Inference.EvidenceMatrix.Of(r.I.File, topo);
                var tab = ProbeFleet.Core.Localization.Inference.SymptomTable.Default;
                var best = new ProbeFleet.Core.Localization.Inference.HypothesisSearch(ev, settings, tab).Run()[0];
                var names = r.I.Truth.Faults.Select(f => f.Name).ToHashSet();
                var idx = ev.Components.Index().Where(c => names.Contains(c.Item.Name)).Select(c => c.Index).ToList();
                var t = new ProbeFleet.Core.Localization.Inference.HypothesisScorer(ev, settings, tab).Score([.. idx.Select(i => ProbeFleet.Core.Localization.Inference.Suspicion.Of(ev, i))]);
                Console.WriteLine($"{r.I.Truth.Vantages}x{r.I.Truth.Routes} {(t.Score > best.Score + .01 ? "SEARCH" : "model ")} true {t.Score:F1} [{string.Join(", ", t.Members.Select((m, i) => $"{m.Key} q{t.States[i].Rate:F2} f{t.States[i].Failed.Sum():F1} c{t.States[i].CourseCost:F1} {(t.Accused[i] ? "" : "blip")}"))}] best {best.Score:F1} [{string.Join(", ", best.Members.Select((m, i) => $"{m.Key} q{best.States[i].Rate:F2} f{best.States[i].Failed.Sum():F1} c{best.States[i].CourseCost:F1} {(best.Accused[i] ? "" : "blip")}"))}]");
            }
        }

        return 0;
    }
}
