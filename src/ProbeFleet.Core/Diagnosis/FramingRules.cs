namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for whole answers in an unrequested framing or encoding: the route works, but most clients cannot read them.</summary>
internal static class FramingRules
{
    public static Finding? Find(ResponseView reply)
    {
        if (reply.Response.Status >= 300
            || reply.Answer is not { Shape: BodyShape.Completion or BodyShape.ModelList or BodyShape.Embeddings } answer)
        {
            return null;
        }

        if (answer.EncodingIsFalse is true)
        {
            return Served(
                reply,
                $"The body is plain and its header says content-encoding: {answer.ContentEncoding}: clients that decompress (Python, "
                    + "Node, curl --compressed) "
                + "fail on it with \"incorrect header check\", and those that do not (.NET by default) pass.",
                $"Take the header \"Content-Encoding: {answer.ContentEncoding}\" off what {reply.Context.Host} passes on, "
                + "or let it compress the body again.");
        }

        return answer.Framing is { } framing && !reply.Context.AskedForStream
            ? Served(
                reply,
                $"A whole answer came as {Name(framing)}, though no stream was asked for: clients that do not stream cannot read it.",
                $"Have {reply.Context.Host} honour \"stream\": false, or let the workload stream.")
            : null;
    }

    private static Finding Served(ResponseView reply, string meaning, string step) =>
        new Finding(Cause.HttpFraming, Confidence.Strong, $"{reply.Who} answered {reply.Response.Status}. {meaning}")
            .OwnedBy(reply.Context.OwnerOfServer)
            .Do(step);

    private static string Name(AnswerFraming framing) => framing switch
    {
        AnswerFraming.Events => "server-sent events",
        AnswerFraming.Lines => "one JSON value per line",
        AnswerFraming.JsonThenDone => "JSON with a stream's \"data: [DONE]\" after it",
    };
}
