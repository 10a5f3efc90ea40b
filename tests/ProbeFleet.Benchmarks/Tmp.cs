using ProbeFleet.Benchmarks.Localization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
namespace ProbeFleet.Benchmarks;
internal static class Tmp
{
    public static int Run(string path)
    {
        var d = new LocalizerSettings(); var tab = SymptomTable.Default;
        var (sub, sup, other, search) = (0, 0, 0, 0);
        foreach (var r in Enumerable.Range(0, 600).Select(i => IncidentGenerator.Draw(1_000_000 + i)).Where(i => i.Truth.Faults.Count > 1))
        {
            var said = Prediction.From(Localizer.Locate(r.File, d));
            if (Score.Of(r.Truth, said).Exact > 0) { continue; }
            var names = r.Truth.Faults.Select(f => f.Name).ToHashSet();
            var ev = EvidenceMatrix.Of(r.File, new(r.File.Vantages, r.File.Routes));
            var best = new HypothesisSearch(ev, d, tab).Run()[0];
            var idx = ev.Components.Index().Where(c => names.Contains(c.Item.Name)).Select(c => c.Index).ToList();
            var t = new HypothesisScorer(ev, d, tab).Score([.. idx.Select(i => Suspicion.Of(ev, i))]);
            var kind = said.Accused.IsSubsetOf(names) ? "SUB" : said.Accused.IsSupersetOf(names) ? "SUP" : "DIF";
            if (kind == "SUB") { sub++; } else if (kind == "SUP") { sup++; } else { other++; }
            if (t.Score > best.Score) { search++; }
            var masked = r.Truth.Faults.Select(f => $"{f.Name}:{r.File.Results.Count(x => false)}");
            Console.WriteLine($"{kind} {r.Truth.Vantages}x{r.Truth.Routes} {(r.Truth.Misleading ? "MIS" : "")} true {t.Score:F1} [{string.Join(", ", t.Members.Select((m, i) => $"{m.Key} q{t.States[i].Rate:F2} f{t.States[i].Failed.Sum():F1} c{t.States[i].CourseCost:F1}{(t.Accused[i] ? "" : " blip")}"))}] best {best.Score:F1} [{string.Join(", ", best.Members.Select((m, i) => $"{m.Key} q{best.States[i].Rate:F2} f{best.States[i].Failed.Sum():F1} c{best.States[i].CourseCost:F1}{(best.Accused[i] ? "" : " blip")}"))}]");
        }
        Console.WriteLine($"sub {sub} sup {sup} dif {other} search {search}");
        return 0;
    }
}
