using ProbeFleet.Core.Recognition;
using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Reads the answer and puts together what an attempt saw.</summary>
internal static class AttemptConclusion
{
    public static AttemptEvidence Conclude(AttemptState state)
    {
        var (recorder, facts, plan) = (state.Recorder, state.Facts, state.Plan);
        var reading = facts.Received is { } received ? ResponseReader.Read(Raw(received, state), state.Sanitizer) : null;
        if (reading is not null && !recorder.HasFailed)
        {
            AnswerJudge.Judge(reading, plan!, facts.Received!, recorder);
        }

        AddFactsOfTheEnd(state, reading?.Answer);
        return new(
            state,
            Stages: StageLadder.Build(recorder, facts, plan is { Streams: true }),
            Exception: state.Thrown is { } thrown ? ExceptionLinks.From(thrown, state.Sanitizer) : state.RuntimeException,
            Response: reading?.Response,
            Duration: recorder.Elapsed,
            Wanted: reading is not null && plan is not null ? WantedShape.Find(reading, plan, state.Depth, state.Order) : null);
    }

    private static void AddFactsOfTheEnd(AttemptState state, AnswerFacts? answer)
    {
        var facts = state.Facts;
        facts.Answer = answer;
        if (facts.Received is { Stream: { } stream } streamed)
        {
            var end = StreamEnding.Find(streamed, state.Thrown, state.Recorder, facts);
            facts.FirstEvent = stream.BeforeFirst(end) with { PeerAnswered = stream.HasEvents ? null : facts.PeerAnswered };
            facts.Answer = stream.HasEvents
                ? facts.Answer! with { Stream = stream.Facts(end) with { PeerAnswered = facts.PeerAnswered } }
                : facts.Answer;
        }

        if ((facts.Http2End ?? facts.EarlierHttp2End) is { } http2End)
        {
            facts.Respond = (facts.Respond ?? new()) with { Http2End = http2End };
        }

        if (facts is { Connections: > 1, Connect: { } connect })
        {
            facts.Connect = connect with { Connections = facts.Connections };
        }
    }

    private static RawResponse Raw(ReceivedResponse received, AttemptState state)
    {
        var body = received.Read();
        return new()
        {
            Status = received.Status,
            Headers = received.Headers,
            Body = received.BodyBytes == 0 && !received.IsComplete ? null : body.Text,
            Stream = received.Stream?.Reader,
            EncodingIsFalse = body.EncodingIsFalse,
            BodyBytes = received.BodyBytes,
            RouteKind = state.Order.Route.Kind,
            Host = state.Order.Route.BaseUrl.IdnHost,
            Tls = state.Facts.Secure,
            ThroughPlainProxy = state.Path is { Proxy: not null, Tunnels: false },
        };
    }
}
