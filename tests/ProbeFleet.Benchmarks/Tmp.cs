using ProbeFleet.Benchmarks.Localization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Localization;
namespace ProbeFleet.Benchmarks;
internal static class Tmp
{
    public static int Run(string path)
    {
        var incidents = Enumerable.Range(0, 600).Select(i => IncidentGenerator.Draw(1_000_000 + i)).ToList();
        var d = new LocalizerSettings();
        (string, LocalizerSettings)[] all = [
            ("b.6", d with { Tempering = .6 }), ("b.6p-4.5", d with { Tempering = .6, PriorLogOdds = -4.5 }), ("b.6p-4", d with { Tempering = .6, PriorLogOdds = -4 }), ("b.6p-3.5", d with { Tempering = .6, PriorLogOdds = -3.5 }), ("b.7p-4.5", d with { Tempering = .7, PriorLogOdds = -4.5 }),("b.6p-4.5e.006", d with { Tempering = .6, PriorLogOdds = -4.5, Background = .006 }),("b.6p-4.5u3", d with { Tempering = .6, PriorLogOdds = -4.5, UntouchedPathCost = 3 })];
        foreach (var (n, s) in all)
        {
            var sc = incidents.Select(i => (i.Truth, S: Score.Of(i.Truth, Prediction.From(Localizer.Locate(i.File, s))))).ToList();
            var m = sc.Where(x => x.Truth.Misleading).ToList(); var f = sc.Where(x => x.Truth.Faults.Count > 1).ToList();
            Console.WriteLine(FormattableString.Invariant($"{n,-9} top {sc.Average(x => x.S.TopOne):F3} exact {sc.Average(x => x.S.Exact):F3} owner {sc.Average(x => x.S.CoarseOwner):F3} cov {sc.Average(x => x.S.Covered):F3} sure {Summary.SureRight([.. sc.Select(x => x.S)]):F3} log {sc.Average(x => x.S.LogScore):F3} brier {sc.Average(x => x.S.Brier):F3} mis {m.Average(x => x.S.TopOne):F3} multi {f.Average(x => x.S.Exact):F3}"));
        }
        return 0;
    }
}
