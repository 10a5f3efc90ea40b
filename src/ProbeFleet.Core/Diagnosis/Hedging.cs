using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Limits what unknown words prove: a guess at most, with other possible owners and the check that tells them apart.</summary>
internal static class Hedging
{
    public static Finding OfStatus(ResponseView reply, Finding finding)
    {
        if (finding.Cause is Cause.Ok)
        {
            return finding;
        }

        // The API documents its own 5xx; of any other responder only the failure is known.
        var most = reply is { Status: >= 500, IsFromApi: true } ? Confidence.Likely : Confidence.Guess;
        var hedged = finding with { Confidence = Math.Min(finding.Confidence, most) };
        return reply.Status switch
        {
            400 or 415 or 422 => Remaining(hedged, Look(reply, "whether it speaks of the key, the model or money"),
                (Cause.AuthPermission,
                    "Open the key's account: terms that wait to be accepted, or a plan without this model, also come as 400."),
                (Cause.ServerOverloaded,
                    "Try another model of the same server: if that one answers, the first is down or without capacity."),
                (Cause.AuthInvalidKey,
                    "Send the same request with a key that cannot be right: the same answer means that no key was judged yet."),
                (Cause.QuotaBilling, "Open the provider's billing page for this key's account.")),
            401 => Remaining(hedged, Look(reply, "which header it wants the key in, and which key"),
                (Cause.ConfigBaseUrl, "Compare the host with the provider the key is of: another provider's host refuses it just so.")),
            402 => hedged,
            403 => Remaining(hedged, Look(reply, "whether it speaks of the key, the address or money"),
                (Cause.NetworkRulesDenied,
                    "Look for an IP allow list or network rule at the provider or gateway: a 403 does not say which of the two it is."),
                (Cause.QuotaBilling, "Open the billing page of this key's account: some providers answer 403 when it is empty.")),
            404 or 405 or 501 => Remaining(hedged, Look(reply, "whether it means the path or the model"),
                (Cause.ConfigModelNotFound,
                    "List the models with the same key (GET …/models): if that works, the model's name is what is not found."),
                (Cause.AuthPermission,
                    "If the model exists and is not in that list, this key may not see it: some providers answer 404 then.")),
            429 => Remaining(hedged, null,
                (Cause.QuotaBilling, "Open the provider's usage page: used-up credits also come as 429."),
                (Cause.ServerOverloaded,
                    "Send the same with another key or account at the same time: if it gets 429 too, capacity is missing and no quota."))
                .Warn(Advice.DoNotRetryHarder),
            >= 500 when reply.Response.Responder is Responder.Gateway && finding.Cause is Cause.GatewayUpstreamFailed => finding,
            >= 500 when reply is { IsFromApi: false, IsFromGateway: true } => Remaining(
                hedged,
                "Probe the route that this gateway fronts from the same vantage, or call its provider directly: if that works, the "
                    + "failure is the gateway's own.",
                (Cause.ServerError, "If the provider fails directly too, it is the provider; the gateway only passes it on.")),
            >= 500 when !reply.IsFromApi => Remaining(
                hedged,
                $"Look in the log of {reply.Context.Host} at {reply.Context.Time}: without "
                    + $"this request in it, something before it answered.",
                (Cause.HttpNotApi, "If the server's log does not have the request, something on the way answered in its place.")),
            _ when finding.Cause is not Cause.Unclassified => hedged,
            _ => Remaining(hedged, Look(reply, "what it refuses"),
                (Cause.ConfigRequest, "Send the workload's own request: if it works, the server refuses something of the probe's."),
                (Cause.AuthPermission,
                    "Send the same request with another key of the same account: another answer means that the key decides.")),
        };
    }

    private static string Look(ResponseView reply, string question)
    {
        var id = reply.Response.RequestId is { } known ? $" (request id {known})" : "";
        return reply.HasWords
            ? $"Read the answer's own text in the summary, and ask whoever runs {reply.Context.Host}{id} {question}."
            : $"The answer has no text: ask whoever runs {reply.Context.Host} why it answered {reply.Status} at {reply.Context.Time}{id}.";
    }

    private static Finding Remaining(Finding finding, string? look, params (Cause Cause, string Check)[] others)
    {
        foreach (var (cause, check) in others)
        {
            finding = finding.Alternatives.Any(known => known.Cause == cause)
                || finding.Cause == cause ? finding : finding.Or(cause, check);
        }

        return look is null || finding.First.Count > 0 ? finding : finding.Do(look).Warn();
    }
}
