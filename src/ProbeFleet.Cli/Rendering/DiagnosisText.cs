using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Rendering;

/// <summary>What a diagnosis says to do, and how sure it is.</summary>
internal static class DiagnosisText
{
    public static void Add(TextPage page, ProbeResult result)
    {
        var diagnosis = result.Diagnosis;
        page.Section("WHAT HAPPENED", [diagnosis.Summary]);
        page.Section("IT HAS BECOME SLOW", result.Slow is { } slow ? [$"{SlowWords.Of(slow)}. {SlowWords.DoNext(slow.Stage)}"] : [], "  ~ ");
        page.Section("DO NEXT", diagnosis.DoNext.Select((step, index) => ($"  {index + 1}. ", step)));
        page.Section("DO NOT", diagnosis.DoNot, $"  {page.Glyphs.Failed} ");
        Baseline(page, result.Baseline);
        page.Section("LOOKS ALIKE", (diagnosis.Alternatives ?? []).Select(Alternative), "  ? ");
    }

    private static void Baseline(TextPage page, BaselineComparison? baseline)
    {
        if (baseline is null)
        {
            return;
        }

        if (baseline.NotComparable is { } fields)
        {
            page.Section($"NOT COMPARED with the baseline of {Shown.Instant(baseline.At)}: these fields differ", ChangeText.Of(fields), "  - ");
            return;
        }

        var changes = baseline.Changed is [] ? ["nothing that a probe can see"] : ChangeText.Of(baseline.Changed);
        page.Section($"WHAT CHANGED since it worked at {Shown.Instant(baseline.At)}", changes, "  - ");
    }

    private static string Alternative(AlternativeCause alternative) =>
        $"{Shown.Cause(alternative.Cause)} (owner {WireName.Of(alternative.Owner)}). To tell: {alternative.Check}";
}
