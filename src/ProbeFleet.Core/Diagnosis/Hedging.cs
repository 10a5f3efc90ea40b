using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>What is said where no word of the answer is known: at most a guess, who else may have to act, and the one look that tells them apart.</summary>
internal static class Hedging
{
    public static Finding OfStatus(Reply reply, Finding finding)
    {
        if (finding.Cause is Cause.Ok)
        {
            return finding;
        }

        var hedged = finding with { Confidence = Math.Min(finding.Confidence, reply.Status >= 500 ? Confidence.Likely : Confidence.Guess) };
        return reply.Status switch
        {
            400 or 415 or 422 => Remaining(hedged, Look(reply, "whether it speaks of the key, the model or money"),
                (Cause.AuthInvalidKey, "Send the same request with a key that cannot be right: the same answer means that no key was judged yet."),
                (Cause.QuotaBilling, "Open the provider's billing page for this key's account.")),
            401 => Remaining(hedged, Look(reply, "which header it wants the key in, and which key"),
                (Cause.ConfigBaseUrl, "Compare the host with the provider the key is of: another provider's host refuses it just so.")),
            402 => hedged,
            403 => Remaining(hedged, Look(reply, "whether it speaks of the key, the address or money"),
                (Cause.NetworkRulesDenied, "Look for an IP allow list or network rule at the provider or gateway: a 403 does not say which of the two it is."),
                (Cause.QuotaBilling, "Open the billing page of this key's account: some providers answer 403 when it is empty.")),
            404 or 405 or 501 => Remaining(hedged, Look(reply, "whether it means the path or the model"),
                (Cause.ConfigModelNotFound, "List the models with the same key (GET …/models): if that works, the model's name is what is not found.")),
            429 => Remaining(hedged, null,
                (Cause.QuotaBilling, "Open the provider's usage page: used-up credits also come as 429.")),
            _ => hedged,
        };
    }

    private static string Look(Reply reply, string question) =>
        $"Read the answer's own text ({(reply.Response.RequestId is { } id ? $"request id {id}" : "it is in the result")}), "
        + $"and ask whoever runs {reply.Situation.Host} {question}.";

    private static Finding Remaining(Finding finding, string? look, params (Cause Cause, string Check)[] others)
    {
        foreach (var (cause, check) in others)
        {
            finding = finding.Alternatives.Any(known => known.Cause == cause) || finding.Cause == cause ? finding : finding.Or(cause, check);
        }

        return look is null || finding.First.Count > 0 ? finding : finding.Do(look).Warn();
    }
}
