using System.Text;
using System.Text.Json;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>Replays the pieces of a stream that a runtime's script read, each at its time, to this process' own reader.</summary>
internal sealed class StreamReplay
{
    private const long MostBytes = 1L << 40;

    private readonly RuntimeReport _report;
    private readonly ReportedStage _answer;
    private readonly TimeSpan _began;
    private readonly StageRecorder _recorder;

    private StreamReplay(RuntimeReport report, ReportedStage answer, TimeSpan began, StageRecorder recorder)
    {
        (_report, _answer, _began, _recorder) = (report, answer, began, recorder);
        recorder.ReplayAt(At(answer.AtMs));
        Watch = new(recorder);
    }

    public StreamWatch Watch { get; }

    /// <summary>Begins at the response's headers; null where no stream was requested, or no success was answered.</summary>
    public static StreamReplay? Begin(
        RuntimeReport report, bool streams, ReportedStage answer, TimeSpan began, StageRecorder recorder) =>
        streams && report.Response is { Status: >= 200 and < 300 } ? new(report, answer, began, recorder) : null;

    /// <summary>Replays all of it and its end.</summary>
    /// <param name="facts">Has the response, and gets the end.</param>
    /// <param name="failureAt">The reported failure, as one of a stage.</param>
    public void Run(AttemptFacts facts, bool isSecure, Func<Stage, StageFailure> failureAt)
    {
        var received = facts.Received!;
        _recorder.Begin(Stage.FirstEvent);
        foreach (var (at, size, text) in (_report.Response!.Pieces ?? []).Select(Read).OfType<(double, long, string)>())
        {
            _recorder.ReplayAt(At(at));
            received.Append(Encoding.UTF8.GetBytes(text), waited: true, size);
        }

        if (!received.HasLastEvent)
        {
            _recorder.ReplayAt(At(_answer.AtMs + (_answer.DurationMs ?? 0)));
            var body = Encoding.UTF8.GetBytes(_report.Response.Body ?? "");
            var left = Math.Clamp(_report.Response.Bytes - received.BodyBytes, 0, MostBytes);
            if (body.Length > 0 || left > 0)
            {
                received.Append(body, waited: true, left);
            }

            facts.ReportedEnd = EndOf(isSecure);
        }

        if (received.HasLastEvent || _report.Failure is null)
        {
            received.Complete();
            _recorder.Pass(_recorder.Open ?? Stage.Answer);
        }
        else
        {
            Watch.End();
            var stage = _recorder.Open ?? Stage.Answer;
            _recorder.Fail(stage, failureAt(stage));
        }
    }

    private StreamEnd EndOf(bool isSecure) => (_report.Failure?.Code, _report.Ended) switch
    {
        ("TIMEOUT", _) => _report.Failure!.Whole ? StreamEnd.Budget : StreamEnd.GapBudget,
        ("TOO_LARGE", _) => StreamEnd.Probe,
        ("ECONNRESET" or "EPIPE" or "ECONNABORTED", _) => StreamEnd.Rst,
        (_, "alert") => StreamEnd.TlsAlert,
        (_, "fin") => StreamEnd.Fin,
        _ => isSecure ? StreamEnd.Closed : StreamEnd.Fin,
    };

    // [milliseconds, bytes, lines]
    private static (double At, long Size, string Text)? Read(JsonElement piece) =>
        piece.ValueKind is JsonValueKind.Array && piece.EnumerateArray().ToArray() is
            [{ ValueKind: JsonValueKind.Number } at, { ValueKind: JsonValueKind.Number } size, { ValueKind: JsonValueKind.String } text]
        && at.TryGetDouble(out var milliseconds) && size.TryGetInt64(out var count)
            ? (milliseconds, Math.Clamp(count, 0, MostBytes), text.GetString()!)
            : null;

    private TimeSpan At(double milliseconds) => _began + RuntimeReplay.Milliseconds(milliseconds);
}
