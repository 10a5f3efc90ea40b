namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for whole answers in an unrequested framing or encoding: the route works, but most clients cannot read them.</summary>
internal static class FramingRules
{
    public static Finding? Find(ResponseView reply) => reply switch
    {
        not
        {
            Response.Status: < 300,
            Answer.Shape: BodyShape.Completion or BodyShape.ModelList or BodyShape.Embeddings,
        } => null,
        { Answer: { EncodingIsFalse: true, ContentEncoding: var encoding } } => Served(
            reply,
            $"The body is plain and its header says content-encoding: {encoding}: clients that decompress (Python, Node, curl "
                + "--compressed) fail on it with \"incorrect header check\", and those that do not (.NET by default) pass.",
            $"Take the header \"Content-Encoding: {encoding}\" off what {reply.Context.Host} passes on, or let it compress the body "
                + "again."),
        { Answer.Framing: { } framing, Context.AskedForStream: false } => Served(
            reply,
            $"A whole answer came as {Name(framing)}, though no stream was asked for: clients that do not stream cannot read it.",
            $"Have {reply.Context.Host} honour \"stream\": false, or let the workload stream."),
        _ => null,
    };

    private static Finding Served(ResponseView reply, string meaning, string step) =>
        Finding.Strong(Cause.HttpFraming, $"{reply.Who} answered {reply.Response.Status}. {meaning}")
            .OwnedBy(reply.Context.OwnerOfServer)
            .Do(step);

    private static string Name(AnswerFraming framing) => framing switch
    {
        AnswerFraming.Events => "server-sent events",
        AnswerFraming.Lines => "one JSON value per line",
        AnswerFraming.JsonThenDone => "JSON with a stream's \"data: [DONE]\" after it",
    };
}
