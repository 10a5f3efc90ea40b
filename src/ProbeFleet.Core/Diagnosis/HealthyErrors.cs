using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Error answers that only a route that works can give.</summary>
internal static class HealthyErrors
{
    public static Finding? Find(Reply reply)
    {
        if (reply.Status is not 400)
        {
            return null;
        }

        if (reply.Says("Could not finish the message because max_tokens or model output limit was reached", "Could not finish the message because max_tokens"))
        {
            return new(
                Cause.Ok,
                Confidence.Proven,
                "The model ran and used up the probe's small output limit (400 \"could not finish\"): path, credential, model and quota all work.");
        }

        return reply.Is("content_filter") || reply.Response.Headers.ContainsKey("x-ms-rai-invoked") && reply.Says("content management policy")
            ? new(
                Cause.Ok,
                Confidence.Strong,
                "The content filter refused the probe's prompt (400 content_filter): "
                + "path, credential and deployment work, and only the filter's configuration stands in the way of this prompt.")
            : null;
    }
}
