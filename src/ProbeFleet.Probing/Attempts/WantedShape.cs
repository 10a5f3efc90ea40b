using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Detects that a server refuses something that the probe itself chose, and accepts the request in another shape.</summary>
internal static class WantedShape
{
    /// <summary>The shape that it wants; null when its answer is about something else.</summary>
    public static ShapeChange? Find(ResponseReading reading, RequestPlan plan, ProbeDepth depth, ProbeRequest order)
    {
        if (plan.Body is null)
        {
            // Listing models is the probe's own choice, and a workload need not be allowed to do it.
            return depth is ProbeDepth.Authenticated && order.Variant is ProbeVariant.Full && !order.Shape.Contains(ShapeChange.NoModelList)
                && (reading.Response.Status is 403 or 404 or 405 or 501
                    || MeaningReader.Read(reading.Response, reading.Answer).Meaning is Meaning.ScopeMissing)
                    ? ShapeChange.NoModelList
                    : null;
        }

        if (plan.Operation is Operation.Embeddings)
        {
            return null;
        }

        var named = plan.TokenLimit is RequestPlanner.LegacyTokenLimit ? ShapeChange.MaxTokens : ShapeChange.MaxCompletionTokens;
        List<ShapeChange> asked = [.. order.Shape, named];
        asked.AddRange(plan.Streams ? [ShapeChange.Stream] : []);
        asked.AddRange(plan.Operation is Operation.Responses ? [ShapeChange.Responses] : []);
        return ShapeRefusals.Wanted(reading.Response, reading.Answer, asked);
    }
}
