using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Topology;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders a localization so that a tired engineer understands it in five seconds. Pure.</summary>
internal static class LocalizationText
{
    private const int MostSuspects = 6;
    private const int MostNames = 3;

    // The most probes that the localizer names for or against a suspect.
    private const int MostIds = 20;
    private const double Likely = .75;
    private const double AtFault = .5;

    /// <param name="seen">The observations behind it, as far as available.</param>
    /// <param name="verbose">Whether to show probabilities and bits.</param>
    public static IReadOnlyList<IRenderable> Render(FaultLocalization located, IReadOnlyList<Observation> seen, bool verbose, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        Verdict(page, located, verbose);
        Suspects(page, located.Suspects, verbose, seen.ToLookup(observation => observation.Id, StringComparer.Ordinal));
        page.Section("CANNOT BE TOLD APART: each line holds one fault", located.Indistinguishable
            .Select(group => string.Join(" or ", group)), "  ? ");
        Next(page, located.NextProbe, verbose);
        page.Section("SILENT: no result in the window, and no data is not healthy", located.Silent, "  ? ");
        page.Section("NOTE", located.IsPartial
            ?
            [
                "Results may be missing: an account did not answer, or some rows are unreadable or too many. What is missing may "
                    + "change it.",
                .. located.UnreadableVantages is { Count: > 0 } names
                    ? [$"Results that cannot be read are of {Shown.List([.. names.Select(name => $"{name}")], names.Count)}."]
                    : Array.Empty<string>(),
            ]
            : [], "  - ");
        page.Section("SEEN IN ONE ROUND ONLY: kept as evidence, not accused", located.Blips, "  - ");
        if (located.NotComparable is { Count: > 0 } apart)
        {
            page.Section("NOT COMPARED with the others of their route",
                [$"{Count(apart)} with another key, model, SDK or URL than the route has, which tell nothing of the way and who answers"],
                "  - ");
        }

        Remedies.Add(page, located);
        return page.Lines;
    }

    private static void Verdict(TextPage page, FaultLocalization located, bool verbose)
    {
        var verdict = located.Verdict;
        var (lead, style) = verdict switch
        {
            { Owner: Owner.None } when located.IsPartial => ("? UNKNOWN ", Palette.Warning),
            { Owner: Owner.None } => ($"{page.Glyphs.Passed} NO FAULT ", Palette.Good),
            { Component: null } => ("? UNKNOWN ", Palette.Warning),
            _ => ($"{page.Glyphs.Failed} FAULT ", Palette.Bad),
        };
        var answer = verdict switch
        {
            { Owner: Owner.None } when located.IsPartial => "nothing is known to be at fault, and results may be missing",
            { Owner: Owner.None } => $"nothing is at fault{Sure(verdict.OwnerConfidence)}",
            { Component: { } named } => Hedge(verdict.Confidence) + InWords(located, named),
            _ => $"owner {WireWord.Of(verdict.Owner)}{Sure(verdict.OwnerConfidence)}",
        };
        page.Line(lead, style, answer, new Style(decoration: Decoration.Bold));
        if (verdict.Component is { } component)
        {
            page.Line("  ", $"{component.Name}{Sure(verdict.Confidence)}, owner "
                + $"{WireWord.Of(verdict.Owner)}{Sure(verdict.OwnerConfidence)}");
        }

        foreach (var other in located.Suspects.Where(suspect => suspect.Probability >= AtFault && suspect.Component != verdict.Component))
        {
            page.Line("  and: ",
                $"{InWords(located, other.Component)} ({other.Component.Name}, owner {WireWord.Of(other.Component.Owner)})");
        }

        page.Line("  ", Style.Plain, $"window {Shown.Instant(located.Window.From)} to {Shown.Instant(located.Window.To)}", Palette.Quiet);
        if (verdict.Component is null)
        {
            page.Blank();
            page.Line("  ", verdict.Summary);
        }

        string Sure(double share) => verbose ? $" ({Shown.Percent(share)})" : "";
    }

    /// <summary>The suspect's words; only its name if an older version stored the localization.</summary>
    private static string InWords(FaultLocalization located, Component component) =>
        located.Suspects.FirstOrDefault(suspect => suspect.Component == component)?.Words is { Length: > 0 } words ? words : component.Name;

    private static void Suspects(TextPage page, IReadOnlyList<Suspect> suspects, bool verbose, ILookup<string, Observation> seen)
    {
        page.Section("SUSPECTS, the most probable first", suspects.Take(MostSuspects)
            .SelectMany((suspect, index) => Lines(suspect, index, verbose, seen)));
        if (suspects.Count > MostSuspects)
        {
            page.Line("        ", $"and {suspects.Count - MostSuspects} less probable: see --output json");
        }
    }

    private static IEnumerable<(string Lead, string Body)> Lines(
        Suspect suspect, int index, bool verbose, ILookup<string, Observation> seen) =>
    [
        (verbose ? $"  {Shown.Percent(suspect.Probability),4}  " : $"  {index + 1,3}.  ",
            $"{suspect.Component.Name}, {Word(suspect.Probability)}, owner {WireWord.Of(suspect.Component.Owner)}"),
        ("        for      ", suspect.For is [] ? "no failed or slow probe crossed it" : Probes(suspect.For, WordFor(suspect, seen), seen)),
        ("        against  ", suspect switch
        {
            { Against: not [] } => Probes(suspect.Against, " passed", seen),
            { HeldTo: not [] } => $"no healthy probe crossed it for {string.Join(" or ", suspect.HeldTo)}",
            _ => "no healthy probe crossed it",
        }),
    ];

    private static string Hedge(double probability) => probability switch
    {
        >= Likely => "",
        >= AtFault => "probably: ",
        _ => "possibly: ",
    };

    private static string Word(double probability) => probability switch
    {
        >= .95 => "almost certain",
        >= AtFault => "probable",
        _ => "possible",
    };

    private static string WordFor(Suspect suspect, ILookup<string, Observation> seen)
    {
        Observation[] known = [.. suspect.For.SelectMany(id => seen[id])];
        return (suspect.Slow, known) switch
        {
            ({ } stage, []) => $" passed slowly, most at {WireWord.Of(stage)}",
            ({ }, _) => " passed slowly",

            // Some may have failed and others been slow; the IDs alone do not say.
            (null, []) => "",
            (null, _) => known.All(one => one.Outcome is ProbeOutcome.Failed) ? " failed" : " failed or were slow",
        };
    }

    private static string Count(IReadOnlyList<string> ids) =>
        ids.Count < MostIds ? Shown.Count(ids.Count, "probe") : $"{ids.Count} or more probes";

    private static string Probes(IReadOnlyList<string> ids, string word, ILookup<string, Observation> seen)
    {
        var count = $"{Count(ids)}{word}";
        Observation[] known = [.. ids.SelectMany(id => seen[id])];
        return known is []
            ? $"{count}, the latest {ids[0]}"
            : $"{count}: {Causes(known)}{Names(known, one => one.Path.Route)} from {Names(known, one => one.Path.Vantage)}";
    }

    private static string Causes(IReadOnlyList<Observation> seen)
    {
        var causes = seen.Select(Sign).OfType<string>().CountBy(sign => sign).OrderByDescending(sign => sign.Value)
            .Select(sign => $"{sign.Key} ({sign.Value})");
        return Shown.List([.. causes], MostNames) is { Length: > 0 } list ? $"{list} on " : "";
    }

    private static string? Sign(Observation seen) => seen switch
    {
        { Outcome: ProbeOutcome.Failed } => WireWord.Of(seen.Cause),
        { Slow: { } slow } => $"slow at {WireWord.Of(slow)}",
        _ => null,
    };

    private static string Names<T>(IReadOnlyList<Observation> seen, Func<Observation, T> name)
        where T : notnull =>
        Shown.List([.. seen.CountBy(name).OrderByDescending(one => one.Value).Select(one => one.Key.ToString()!)], MostNames);

    private static void Next(TextPage page, NextProbe? probe, bool verbose)
    {
        if (probe is null)
        {
            return;
        }

        var variant = probe.Variant == WireWord.Of(ProbeVariant.Full) ? "" : $" --variant {probe.Variant}";
        page.Section("NEXT PROBE, the one that tells most",
        [
            ($"  at {probe.Vantage}: ", $"probefleet probe --route {probe.Route}{variant}"),
            ("  why: ", probe.Why),
            .. verbose ? [("  tells: ", $"{probe.Bits} bit")] : Array.Empty<(string, string)>(),
        ]);
    }
}
