using ProbeFleet.Core.Recognition;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Judges a finished answer: whether it is complete, and whether it is what was requested.</summary>
internal static class AnswerJudge
{
    public static void Judge(ResponseReading reading, RequestPlan plan, ReceivedResponse received, StageRecorder recorder)
    {
        var expected = plan.Operation switch
        {
            Operation.ListModels => BodyShape.ModelList,
            Operation.Chat or Operation.Responses => BodyShape.Completion,
            Operation.Embeddings => BodyShape.Embeddings,
        };
        var asked = plan.Streams ? AnswerFraming.Events : (AnswerFraming?)null;
        if (reading.Response.Status >= 400)
        {
            recorder.Fail(Stage.Answer, new(FailureKind.HttpStatus, $"status {reading.Response.Status}"));
        }
        else if (received.Stream is { } stream && FailureOf(stream, reading.Answer, expected, recorder) is { } broken)
        {
            recorder.Fail(broken.Stage, broken.Failure);
        }
        else if (reading.Answer.Shape != expected)
        {
            recorder.Fail(Stage.Answer, new(FailureKind.NotApi, "a success status whose body is not the API's"));
        }
        else if (reading.Answer.EncodingIsFalse is true || reading.Answer.Framing is { } framing && framing != asked)
        {
            recorder.Fail(Stage.Answer, new(FailureKind.NotApi, "a whole answer in another framing or encoding than was asked for"));
        }
        else
        {
            recorder.Pass(Stage.Answer);
        }
    }

    /// <summary>What is wrong with a stream whose body has ended; null when it is complete, or when its text decides.</summary>
    private static (Stage Stage, StageFailure Failure)? FailureOf(
        StreamWatch stream, AnswerFacts answer, BodyShape expected, StageRecorder recorder)
    {
        if (!stream.HasEvents)
        {
            if (answer.Shape is BodyShape.Empty || stream.Reader.Comments > 0)
            {
                return (Stage.FirstEvent, new(FailureKind.Truncated, "the body ended before its first event"));
            }

            recorder.Skip(Stage.FirstEvent, "the body is no stream of events");
            recorder.Begin(Stage.Answer);
            return answer.Shape == expected ? (Stage.Answer, new(FailureKind.NotStreamed, "a whole answer in one piece")) : null;
        }

        return stream.Reader switch
        {
            { HasError: true } => (Stage.Answer, new(FailureKind.ErrorEvent, "an event of the stream says that it failed")),
            { HasTerminalEvent: false, HasFinishReason: false } when answer.Shape == expected =>
                (Stage.Answer, new(FailureKind.Truncated, "the stream ended before the event that ends an answer")),
            _ => null,
        };
    }
}
