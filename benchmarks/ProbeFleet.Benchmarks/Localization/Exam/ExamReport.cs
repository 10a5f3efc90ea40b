using System.Globalization;
using System.Text.Json;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Benchmarks.Localization.Exam;

/// <summary>
/// Scores the localizer on incident files that somebody else made: a directory of files and an <c>index.json</c> that says, for each,
/// which faults were true and which component names count as them.
/// </summary>
internal static class ExamReport
{
    private static readonly (double From, double To)[] Bins = [(.95, 1.01), (.9, .95), (.5, .9), (.05, .5)];

    public static int Run(string directory, bool onlyMisses)
    {
        var cases = Read(directory);
        if (onlyMisses)
        {
            ExamMisses.Write(Console.Out, cases);
        }
        else
        {
            Write(Console.Out, [.. cases.Select(item => ExamScore.Of(item.Case, Localizer.Locate(item.File)))]);
        }

        return 0;
    }

    public static IReadOnlyList<(ExamCase Case, IncidentFile File)> Read(string directory)
    {
        var index = JsonSerializer.Deserialize<List<ExamCase>>(
            File.ReadAllText(Path.Combine(directory, "index.json")), JsonSerializerOptions.Web)!;
        return [.. index.Select(exam => (
            exam with { Faults = [.. exam.Faults.Select(fault => fault with { Nets = exam.Nets })] },
            IncidentFileReader.Read(File.ReadAllText(Path.Combine(directory, $"{exam.Name}.json"))) is { File: { } file } ? file
                : throw new InvalidDataException($"{exam.Name}.json is no incident file.")))];
    }

    public static void Write(TextWriter to, IReadOnlyList<ExamScore> all)
    {
        IReadOnlyList<ExamScore> scored = [.. all.Where(score => !score.Faint)];
        IReadOnlyList<ExamScore> faulty = [.. scored.Where(score => score.Case.Faults.Count > 0)];
        to.WriteLine("| measure | value | n |\n|---|---|---|");
        Row(to, "coarse owner", faulty, score => score.CoarseOwner);
        Row(to, "top-1 component", faulty, score => score.TopOne);
        Row(to, "true component in the 95 % set", faulty, score => score.Covered);
        foreach (var count in new[] { 1, 2, 3 })
        {
            Row(to, $"exact set, {count} fault(s)", [.. faulty.Where(score => score.Case.Faults.Count == count)], score => score.Exact);
        }

        Row(to, "quiet windows accused", [.. scored.Where(score => score.Case.Faults.Count == 0)], score => score.Accuses);
        foreach (var (from, below) in Bins)
        {
            IReadOnlyList<(double Claim, bool Right)> claims = [.. scored.SelectMany(score => score.Claims).Where(
                claim => claim.Claim >= from && claim.Claim < below)];
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| claims {from:F2}–{Math.Min(below, 1):F2} right (mean claim {Mean(claims.Select(claim => claim.Claim)):F3}) | "
                    + $"{Mean(claims.Select(claim => claim.Right ? 1.0 : 0)):F3} | {claims.Count} |"));
        }

        to.WriteLine("\n| kind (one fault) | n | coarse owner / top-1 / exact |\n|---|---|---|");
        foreach (var kind in faulty.Where(score => score.Case.Faults.Count == 1).GroupBy(score => score.Case.Faults[0].Kind)
            .OrderBy(kind => kind.Average(score => (score.CoarseOwner ? 1 : 0) + (score.TopOne ? 1 : 0) + (score.Exact ? 1 : 0))).ThenBy(
                kind => kind.Key, StringComparer.Ordinal))
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Key} | {kind.Count()} | {kind.Average(s => s.CoarseOwner ? 1.0 : 0):F2} / "
                    + $"{kind.Average(s => s.TopOne ? 1.0 : 0):F2} / {kind.Average(s => s.Exact ? 1.0 : 0):F2} |"));
        }
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();

    private static void Row(TextWriter to, string name, IReadOnlyList<ExamScore> scores, Func<ExamScore, bool> holds) =>
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {Mean(scores.Select(score => holds(score) ? 1.0 : 0)):F3} | {scores.Count} |"));
}
