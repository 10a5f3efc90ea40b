using System.ClientModel;
using System.ClientModel.Primitives;

namespace ProbeFleet.Probing.Requests;

/// <summary>Calls operations that an SDK's client has no method for, through its own pipeline.</summary>
internal static class RawCall
{
    /// <summary>Sends the plan's request unchanged.</summary>
    public static async Task SendRawAsync(this ClientPipeline pipeline, RequestPlan plan, RequestOptions request)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = plan.Method.Method;
        message.Request.Uri = plan.Url;
        message.Request.Headers.Set("Accept", "application/json");
        if (plan.Body is { } body)
        {
            message.Request.Headers.Set("Content-Type", "application/json");
            message.Request.Content = BinaryContent.Create(body);
        }

        message.Apply(request);
        await pipeline.SendAsync(message).ConfigureAwait(false);
    }
}
