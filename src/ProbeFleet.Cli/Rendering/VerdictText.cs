using System.Diagnostics;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Incidents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders the verdict of a verification. Pure.</summary>
internal static class VerdictText
{
    public static IReadOnlyList<IRenderable> Render(VerificationVerdict verdict, ProbeResult result, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        switch (verdict)
        {
            case VerificationVerdict.Verified { WithAnotherCredential: true }:
                Verified(page, "the same request passed from the same place with another credential: that is the fix. The packet may "
                    + "be closed.");
                break;
            case VerificationVerdict.Verified:
                Verified(page, "the same request passed from the same place. The packet may be closed.");
                break;
            case VerificationVerdict.NothingSent({ Cause: var cause }):
                ProvesNothing(page, $"nothing was sent ({WireWord.Of(cause)}), so the packet's request was not repeated. Mend what is "
                    + "said below and verify again.");
                break;
            case VerificationVerdict.StillFailing:
                NotFixed(page, "the same request still fails.");
                break;
            case VerificationVerdict.StillSlow(var slow):
                NotFixed(page, $"the same request passed and is still slow: {SlowWords.Describe(slow)}.");
                break;
            case VerificationVerdict.NotComparable(var fields):
                ProvesNothing(page, "this was not the packet's request.");
                page.Section("WHAT DIFFERS from the packet", ChangeText.Render(fields), "  - ");
                break;
            case VerificationVerdict.WrongVantage(var expected, var actual):
                ProvesNothing(page, $"it ran from {actual}, and the packet is to be verified from {string.Join(" or ", expected)}.");
                break;
            default:
                throw new UnreachableException(verdict.GetType().Name);
        }

        page.Blank();
        return [.. page.Lines, .. ProbeText.Render([result], glyphs)];
    }

    public static IReadOnlyList<IRenderable> Render(IncidentVerification verification, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);

        switch (verification.Outcome)
        {
            case VerificationOutcome.Verified:
                Verified(page, "the same requests passed from every vantage that failed. The incident is closed.");
                break;
            case VerificationOutcome.Refused when verification.Proofs.Any(proof => proof.Verdict is ProofVerdict.StillFailing):
                NotFixed(page, "the fault is still there. The incident stays open.");
                break;
            case VerificationOutcome.Refused:
                ProvesNothing(page, "a proof is missing, or is not of the same request. The incident stays open.");
                break;
            case VerificationOutcome.Running:
                Undecided(page, "the fleet has not decided yet: look again with 'probefleet incidents show'. The incident stays open.");
                break;
        }

        page.Section("PROOFS", verification.Proofs.Select(
            proof => ($"  {IncidentText.Mark(proof.Verdict, glyphs),-2} ", IncidentText.Proof(proof, glyphs))));
        return page.Lines;
    }

    private static void Verified(TextPage page, string sentence) => Head(page, page.Glyphs.Passed, "VERIFIED", Palette.Good, sentence);

    private static void NotFixed(TextPage page, string sentence) => Head(page, page.Glyphs.Failed, "NOT FIXED", Palette.Bad, sentence);

    private static void ProvesNothing(TextPage page, string sentence) =>
        Head(page, page.Glyphs.Failed, "PROVES NOTHING", Palette.Bad, sentence);

    private static void Undecided(TextPage page, string sentence) => Head(page, "?", "UNDECIDED", Palette.Warning, sentence);

    private static void Head(TextPage page, string mark, string word, Style style, string sentence) =>
        page.Line($"{mark} {word}: ", style, sentence, Style.Plain);
}
