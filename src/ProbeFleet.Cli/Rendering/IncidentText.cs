using ProbeFleet.Core.Incidents;
using ProbeFleet.Fleet.Contracts;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

internal static class IncidentText
{
    private const int MostNames = 4;
    private const int MostAffected = 20;
    private const int MostEntries = 30;

    /// <summary>Renders several incidents, four lines each.</summary>
    public static IReadOnlyList<IRenderable> List(IncidentsBody list, string state, DateTimeOffset now, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        if (list.Incidents is [])
        {
            var none = state == "all" ? "No incident" : $"No {state} incident";
            var (lead, style, text) = list is { IsPartial: false, Unreadable: 0 }
                ? ($"{glyphs.Passed} ", Palette.Good, $"{none}.") : ("? ", Palette.Warning, $"{none} is known.");
            page.Line(lead, style, text, Style.Plain);
        }

        foreach (var incident in list.Incidents)
        {
            Verdict(page, incident);
            page.Line("  ", $"opened {Shown.Age(now - incident.OpenedAt)} ago, {Paths(incident)}");
            page.Line("  ", $"id {incident.Id}");
        }

        page.Section("NOTE",
        [
            .. list.IsPartial ? ["One of two storage accounts did not answer: something may be missing."] : Array.Empty<string>(),
            .. list.Unreadable > 0
                ? [$"{list.Unreadable} of the stored incidents cannot be read by this version."]
                : Array.Empty<string>(),
            .. Unread(list.UnreadableIncidents ?? [], now),
        ], "  - ");

        return page.Lines;
    }

    /// <summary>Names what cannot be read, and says how the judge deals with what may be open of it.</summary>
    private static IEnumerable<string> Unread(IReadOnlyList<UnreadableIncidentBody> unread, DateTimeOffset now)
    {
        foreach (var one in unread)
        {
            var what = one.Id is { } id ? $"Incident {id}" : "An incident without an id";
            var of = one.Component is { } name ? $" of {name}" : "";
            var written = one.WrittenAt is { } at ? $", last written {Shown.Age(now - at)} ago" : "";
            yield return $"{what}{of}{(one.MayBeOpen ? ", perhaps open" : "")}{written}: {one.Reason}";
        }

        if (unread.Any(one => one is { MayBeOpen: true, Component: not null }))
        {
            yield return "For the component of an open one that cannot be read, no second incident is opened until a window after it was "
                + "last written; then one that names it.";
        }
    }

    public static IReadOnlyList<IRenderable> Details(Incident incident, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        Verdict(page, incident);
        page.Line("  ", Style.Plain, $"incident {incident.Id}, opened {Shown.Instant(incident.OpenedAt)}{Ending(incident)}", Palette.Quiet);
        page.Blank();
        page.Line("  ", incident.Summary);
        Affected(page, incident);
        Timeline(page, incident.Timeline);
        page.Section("STATUS PAGES, as context and never as proof", incident.StatusPages.Select(claim =>
            $"{claim.Url} said \"{claim.Indicator}\" at {Shown.Instant(claim.CheckedAt)}, read from {claim.Vantage}. {claim.Note}"),
                "  - ");
        foreach (var verification in incident.Verifications)
        {
            page.Section(
                $"VERIFICATION of {Shown.Instant(verification.RequestedAt)}: {WireWord.Of(verification.Outcome)}",
                verification.Proofs.Select(proof => ($"  {Mark(proof.Verdict, glyphs),-2} ", Proof(proof, glyphs))));
        }

        if (incident is { State: IncidentState.Open, Localization: { } located })
        {
            page.Blank();
            page.Line(new string('-', 78), "");
            page.Line("", Style.Plain, "THE WHOLE FLEET when this incident last had evidence", new Style(decoration: Decoration.Bold));
            return [.. page.Lines, .. LocalizationText.Render(located, [], verbose: false, glyphs), .. Next(incident, glyphs)];
        }

        return page.Lines;
    }

    public static string Proof(VerificationProof proof, Glyphs glyphs) =>
        $"{proof.Vantage} {glyphs.Arrow} {proof.Route}: {Word(proof.Verdict)}. "
            + $"{proof.Text}{(proof.ProbeId is { } id ? $" (probe {id})" : "")}";

    // A proof that is still slow is "still-failing" too; the sentence after the word tells them apart.
    private static string Word(ProofVerdict verdict) => verdict is ProofVerdict.StillFailing ? "not fixed" : WireWord.Of(verdict);

    public static string Mark(ProofVerdict verdict, Glyphs glyphs) => verdict switch
    {
        ProofVerdict.Verified => glyphs.Passed,
        ProofVerdict.StillFailing => glyphs.Failed,
        ProofVerdict.NotComparable or ProofVerdict.Absent or ProofVerdict.Waiting => "?",
    };

    private static void Verdict(TextPage page, Incident incident)
    {
        var (lead, style) = incident.State switch
        {
            IncidentState.Open => ($"{page.Glyphs.Failed} {(incident.IsFlapping ? "FLAPPING" : "OPEN")} ", Palette.Bad),
            IncidentState.Closed => ($"{page.Glyphs.Passed} CLOSED ", Palette.Good),
            IncidentState.Merged => ($"{page.Glyphs.Skipped} MERGED ", Palette.Quiet),
        };
        var what = incident.Component is { } component
            ? $"{component.Name} ({Shown.Percent(incident.Confidence)}), owner {WireWord.Of(incident.Owner)}"
            : $"owner {WireWord.Of(incident.Owner)} ({Shown.Percent(incident.Confidence)})";
        page.Line(lead, style, $"{incident.Title}.", new Style(decoration: Decoration.Bold));
        page.Line("  ", what);
    }

    private static string Ending(Incident incident) => incident switch
    {
        { MergedInto: { } other } => $", merged into {other}",
        { ClosedAt: { } at, ClosedBy: { } by } => $", closed {Shown.Instant(at)} by {WireWord.Of(by)}",
        _ => "",
    };

    private static string Paths(Incident incident)
    {
        var count = incident.Affected.Count + incident.AffectedBeyond;
        var slow = incident.Affected.Count > 0 && incident.Affected.All(one => one.Slow is not null) ? "slow " : "";
        return $"{Shown.Count(count, $"{slow}path")}: "
            + $"{Shown.List([.. incident.Affected.Select(one => one.Route.ToString()).Distinct()], MostNames)} "
            + $"from {Shown.List([.. incident.Affected.Select(one => one.Vantage.ToString()).Distinct()], MostNames)}";
    }

    private static void Affected(TextPage page, Incident incident)
    {
        page.Section("AFFECTED", incident.Affected.Take(MostAffected).Select(one => (
            $"  {Mark(one, page.Glyphs),-2} ",
            $"{one.Vantage} {page.Glyphs.Arrow} {one.Route}: {What(one)}, {Shown.Instant(one.FirstFailedAt)} to "
                + $"{Shown.TimeOfDay(one.LastFailedAt)}"
            + (one.RecoveredAt is { } at
                ? $", {(one.Slow is null ? "works" : "takes its usual time")} since {Shown.TimeOfDay(at)}"
                : ""))));
        var rest = Math.Max(incident.Affected.Count - MostAffected, 0) + incident.AffectedBeyond;
        if (rest > 0)
        {
            page.Line("     ", $"and {rest} more");
        }
    }

    private static string Mark(AffectedRoute one, Glyphs glyphs) => one switch
    {
        { RecoveredAt: not null } => glyphs.Passed,
        { Slow: not null } => Glyphs.Slow,
        _ => glyphs.Failed,
    };

    // A path that is slow now may have failed before, so only the number of probes is known for both.
    private static string What(AffectedRoute one) => one switch
    {
        { Slow: { } slow } => $"slow at {WireWord.Of(slow)}, {Shown.Count(one.Failures, "probe")}",
        { Break: { } stage } => $"{WireWord.Of(one.Cause)} at {WireWord.Of(stage)}, {one.Failures} failed",
        _ => $"{WireWord.Of(one.Cause)}, {one.Failures} failed",
    };

    private static void Timeline(TextPage page, IReadOnlyList<TimelineEntry> entries) => page.Section(
        entries.Count > MostEntries ? $"TIMELINE, the last {MostEntries} of {entries.Count}" : "TIMELINE",
        entries.TakeLast(MostEntries).Select(entry => ($"  {Shown.Instant(entry.At)}  ", entry.Text)));

    private static IReadOnlyList<IRenderable> Next(Incident incident, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        page.Section("THEN",
        [
            ("  to hand it over: ", $"probefleet packet --incident {incident.Id}"),
            ("  after the fix: ", $"probefleet verify --incident {incident.Id}"),
        ]);
        return page.Lines;
    }
}
