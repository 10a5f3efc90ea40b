using ProbeFleet.Core.Diagnosis.Baselines;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders a diagnosis: the steps and the confidence.</summary>
internal static class DiagnosisText
{
    public static void Add(TextPage page, ProbeResult result)
    {
        var diagnosis = result.Diagnosis;
        page.Section("WHAT HAPPENED", result.Slow is { } slow
            ? [diagnosis.Summary, $"It has become slow: {SlowWords.Describe(slow)}."]
            : [diagnosis.Summary]);
        string[] steps = [.. result.Slow is null ? Array.Empty<string>() : [SlowWords.DoNext(result.Slow.Stage)], .. diagnosis.DoNext];
        page.Section("DO NEXT", steps.Select((step, index) => ($"  {index + 1}. ", step)));
        page.Section("DO NOT", [.. result.Slow is null ? Array.Empty<string>() : [SlowWords.DoNot], .. diagnosis.DoNot],
            $"  {page.Glyphs.Failed} ");
        Baseline(page, result);
        page.Section("LOOKS ALIKE", (diagnosis.Alternatives ?? []).Select(Alternative), "  ? ");
    }

    private static void Baseline(TextPage page, ProbeResult result)
    {
        if (result.Baseline is not { } baseline)
        {
            return;
        }

        if (baseline.NotComparable is { } fields)
        {
            page.Section($"NOT COMPARED with the baseline of {Shown.Instant(baseline.At)}: these fields differ", Shown.Changes(fields),
                "  - ");
            return;
        }

        var changes = Shown.Changes(baseline.Changed).DefaultIfEmpty("nothing that a probe can see");
        page.Section($"WHAT CHANGED since it {(result.Slow is null ? "worked" : "took its usual time")} at {Shown.Instant(baseline.At)}",
            changes, "  - ");
    }

    private static string Alternative(AlternativeCause alternative) =>
        $"{WireWord.Of(alternative.Cause)} (owner {WireWord.Of(alternative.Owner)}). To tell: {alternative.Check}";
}
