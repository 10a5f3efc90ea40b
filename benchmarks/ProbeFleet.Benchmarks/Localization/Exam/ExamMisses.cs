using System.Globalization;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Exam;

/// <summary>
/// Every incident of an exam whose set of faults is not said exactly: what was true, what was said instead, and how far behind the best
/// explanation the best true one was; "never weighed" when the search did not come to it.
/// </summary>
internal static class ExamMisses
{
    public static void Write(TextWriter to, IReadOnlyList<(ExamCase Case, IncidentFile File)> cases)
    {
        foreach (var (exam, file) in cases)
        {
            var located = Localizer.Locate(file);
            var score = ExamScore.Of(exam, located);
            if (!score.Faint && !(score.Exact && score.TopOne && score.CoarseOwner))
            {
                Write(to, exam, file, located, score);
            }
        }
    }

    private static void Write(TextWriter to, ExamCase exam, IncidentFile file, FaultLocalization located, ExamScore score)
    {
        to.WriteLine($"\n## {exam.Name}{(score.CoarseOwner ? "" : " OWNER")}{(score.TopOne ? "" : " TOP")}{(score.Exact ? "" : " EXACT")}");
        foreach (var fault in exam.Faults)
        {
            to.WriteLine($"- {fault.Kind}{(fault.Faint ? " (faint)" : "")}: {fault.Note}; {fault.Failed} failures in {fault.Rounds} rounds; "
                + string.Join(", ", fault.Accept.Concat(fault.Group).Distinct()));
        }

        var ranked = Ranked(file);
        var rank = ranked.ToList().FindIndex(item => ExamScore.IsExact(exam, [.. Posterior.AccusedOf(item).Select(one => one.Name)]));
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  none {located.NoFault:F2}; best {Words(ranked[0])}"));
        to.WriteLine(rank < 0
            ? "  true: never weighed"
            : string.Create(CultureInfo.InvariantCulture, $"  true {Words(ranked[rank])} at rank {rank}, behind by {ranked[0].Score - ranked[rank].Score:F1}"));
        foreach (var suspect in located.Suspects.Where(suspect => suspect.Probability >= .05))
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {suspect.Probability:F2} {suspect.Component.Name} "
                + $"{string.Join(',', suspect.HeldTo)} {(exam.Faults.Any(fault => fault.Match(suspect.Component.Name) > 0) ? "" : "WRONG")}"));
        }
    }

    private static string Words(Hypothesis item) => string.Create(CultureInfo.InvariantCulture,
        $"{item.Score:F1} [{string.Join(", ", item.Members.Select((member, at) => $"{member.Key}{(item.Accused[at] ? "" : "?")}"))}]");

    private static IReadOnlyList<Hypothesis> Ranked(IncidentFile file)
    {
        LocalizerParameters parameters = new();
        var evidence = EvidenceMatrix.From(file, new FleetTopology(file.Vantages, file.Routes));
        return new HypothesisSearch(evidence, parameters, SymptomTable.Default).Run();
    }
}
