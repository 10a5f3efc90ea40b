using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>The last resort for an answer that has the API's shape and no error code that a rule knows: what its status usually means.</summary>
internal static class StatusRules
{
    public static Finding Find(Reply reply) => reply.Status switch
    {
        400 or 413 or 415 or 422 => reply.Found(Cause.ConfigRequest, Confidence.Likely, "The request's content was refused: the path and the server work."),
        401 => reply.Found(Cause.AuthInvalidKey, Confidence.Likely, "The credential was refused."),
        402 => reply.Found(Cause.QuotaBilling, Confidence.Likely, "Payment is asked for."),
        403 => reply.Found(Cause.AuthPermission, Confidence.Weak, "The credential may not do this.")
            .Or(Cause.NetworkRulesDenied, "Look for an IP allow list or network rule at the provider or gateway: a 403 does not say which of the two it is."),
        404 or 405 or 501 => BaseUrlRules.FindDoubledOperation(reply.Situation)
            ?? reply.Found(Cause.ConfigPath, Confidence.Weak, "The path does not exist on this host."),
        429 => reply.Found(Cause.QuotaRate, Confidence.Weak, "A rate limit, without a code that says which.")
            .Or(Cause.QuotaBilling, "Open the provider's usage page: used-up credits also come as 429."),
        408 or 424 when !reply.IsFromApi =>
            reply.Found(Cause.GatewayError, Confidence.Guess, "Neither OpenAI nor Azure documents this status, and nothing marks it as theirs."),
        503 or 529 => reply.Found(Cause.ServerOverloaded, Confidence.Likely, "The server says that it is overloaded or under maintenance."),
        408 or 424 or >= 500 => reply.Found(Cause.ServerError, reply.IsFromApi ? Confidence.Likely : Confidence.Weak, "The server failed."),
        < 300 => reply.Found(Cause.HttpNotApi, Confidence.Likely, "A success whose body is not the API's."),
        _ => reply.Found(Cause.Unclassified, Confidence.Guess, "No rule knows this answer."),
    };
}
