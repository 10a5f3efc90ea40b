using System.Diagnostics;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Incidents;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders the verdict of a verification. Pure.</summary>
internal static class VerdictText
{
    private const string Verified = "VERIFIED";
    private const string NotFixed = "NOT FIXED";
    private const string ProvesNothing = "PROVES NOTHING";
    private const string Undecided = "UNDECIDED";

    public static IReadOnlyList<IRenderable> Render(VerificationVerdict verdict, ProbeResult result, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        Head(page, verdict switch
        {
            VerificationVerdict.Verified { WithAnotherCredential: true } => (Verified,
                "the same request passed from the same place with another credential, or with one where the packet's request had none: "
                    + "that is the fix. The packet may be closed."),
            VerificationVerdict.Verified => (Verified, "the same request passed from the same place. The packet may be closed."),
            VerificationVerdict.NothingSent({ Cause: var cause }) => (ProvesNothing,
                $"nothing was sent ({WireWord.Of(cause)}), so the packet's request was not repeated. Mend what is said below and verify "
                    + "again."),
            VerificationVerdict.StillFailing => (NotFixed, "the same request still fails."),
            VerificationVerdict.StillSlow(var slow) => (NotFixed,
                $"the same request passed and is still slow: {SlowWords.Describe(slow)}."),
            VerificationVerdict.NotComparable => (ProvesNothing, "this was not the packet's request."),
            VerificationVerdict.WrongVantage(var expected, var actual) => (ProvesNothing,
                $"it ran from {actual}, and the packet is to be verified from {string.Join(" or ", expected)}."),
            _ => throw new UnreachableException(verdict.GetType().Name),
        });
        if (verdict is VerificationVerdict.NotComparable(var fields))
        {
            page.Section("WHAT DIFFERS from the packet", Shown.Changes(fields), "  - ");
        }

        page.Blank();
        return [.. page.Lines, .. ProbeText.Render([result], glyphs)];
    }

    /// <param name="incident">The incident as it is now: while it was verified it may have ended otherwise.</param>
    public static IReadOnlyList<IRenderable> Render(Incident incident, IncidentVerification verification, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        var (word, sentence) = verification.Outcome switch
        {
            VerificationOutcome.Verified => (Verified, "the same requests passed from every vantage that failed."),
            VerificationOutcome.Refused when verification.Proofs.Any(proof => proof.Verdict is ProofVerdict.StillFailing) =>
                (NotFixed, incident.State is IncidentState.Open ? "the fault is still there." : "the fault was still there."),
            VerificationOutcome.Refused => (ProvesNothing, "a proof is missing, or is not of the same request."),
            VerificationOutcome.Running => (Undecided, "the fleet has not decided yet: look again with 'probefleet incidents show'."),
        };
        Head(page, (word, $"{sentence} {StateOf(incident, verification)}"));
        page.Section("PROOFS", verification.Proofs
            .Select(proof => ($"  {IncidentText.Mark(proof.Verdict, glyphs),-2} ", IncidentText.Proof(proof, glyphs))));
        return page.Lines;
    }

    private static string StateOf(Incident incident, IncidentVerification verification) => (incident, verification.Outcome) switch
    {
        ({ MergedInto: { } other }, _) => $"The incident was merged into {other}, which goes on: verify that one.",
        (_, VerificationOutcome.Verified) => "The incident is closed.",
        ({ State: IncidentState.Open }, _) => "The incident stays open.",
        ({ ClosedBy: IncidentEnding.Recovery }, _) => "The incident is closed: its paths recovered meanwhile.",
        _ => "The incident was closed meanwhile.",
    };

    private static void Head(TextPage page, (string Word, string Sentence) verdict)
    {
        var (mark, style) = verdict.Word switch
        {
            Verified => (page.Glyphs.Passed, Palette.Good),
            Undecided => ("?", Palette.Warning),
            _ => (page.Glyphs.Failed, Palette.Bad),
        };
        page.Line($"{mark} {verdict.Word}: ", style, verdict.Sentence, Style.Plain);
    }
}
