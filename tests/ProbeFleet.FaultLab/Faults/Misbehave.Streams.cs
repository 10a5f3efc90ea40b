using System.Globalization;
using System.Text;

namespace ProbeFleet.FaultLab.Faults;

/// <content>Answers that are streams of events.</content>
public static partial class Misbehave
{
    /// <summary>Closes with FIN, and without a word of TLS before it.</summary>
    public static Misbehaviour Fin { get; } = static (connection, stopping) => connection.CloseAsync(stopping);

    /// <summary>Closes with RST.</summary>
    public static Misbehaviour Rst { get; } = static (connection, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    };

    /// <summary>Closes as TLS wants it: the alert first, then FIN.</summary>
    public static Misbehaviour CloseNotify { get; } = static async (connection, stopping) =>
    {
        await connection.SayCloseAsync();
        await connection.CloseAsync(stopping);
    };

    /// <summary>Says nothing more.</summary>
    public static Misbehaviour Silence { get; } = static (connection, stopping) => connection.HoldAsync(stopping);

    /// <summary>Ends the body as HTTP wants it, whatever of the answer is missing.</summary>
    public static Misbehaviour BodyEnd { get; } = static async (connection, stopping) =>
    {
        await connection.WriteAsync("0\r\n\r\n", stopping);
        await connection.CloseAsync(stopping);
    };

    /// <summary>A comment every so often, and never an event.</summary>
    /// <param name="interval">The time between two.</param>
    public static Misbehaviour Comments(TimeSpan interval) => async (connection, stopping) =>
    {
        while (true)
        {
            await connection.WriteAsync(Chunked(": ping\n\n"), stopping);
            await connection.DelayAsync(interval, stopping);
        }
    };

    /// <summary>Answers as a stream, of a chat completion or of a response as it was asked.</summary>
    /// <param name="stream">How.</param>
    public static Misbehaviour Stream(StreamPlan stream) =>
        AfterRequest((connection, request, stopping) => StreamTo(request, stream)(connection, stopping));

    /// <summary>The same to a request that was read already.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stream">How.</param>
    public static Misbehaviour StreamTo(RecordedRequest request, StreamPlan stream) => async (connection, stopping) =>
    {
        var head = new StringBuilder(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n");
        await connection.WriteAsync($"{head}x-request-id: req_0123456789abcdef0123456789abcdef\r\n\r\n", stopping);
        foreach (var (number, text) in LabStreams.Of(request.Target, stream.Pieces).Take(stream.Sent).Index())
        {
            await connection.DelayAsync(number == 0 ? TimeSpan.Zero : stream.Gap, stopping);
            await connection.WriteAsync(Chunked(text), stopping);
        }

        if (stream.Fails)
        {
            await connection.WriteAsync(Chunked(LabStreams.Overloaded(request.Target)), stopping);
        }

        await stream.Then(connection, stopping);
    };

    /// <summary>Sends a whole stream in one piece after a wait, as nginx with <c>proxy_buffering</c> does.</summary>
    /// <param name="wait">The wait.</param>
    public static Misbehaviour HeldStream(TimeSpan wait) => AfterRequest(async (connection, request, stopping) =>
    {
        await connection.DelayAsync(wait, stopping);
        var body = string.Concat(LabStreams.Of(request.Target, 6));
        await connection.WriteAsync(
            "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nContent-Type: text/event-stream\r\nContent-Length: "
                + $"{body.Length}\r\n\r\n{body}", stopping);
        await connection.CloseAsync(stopping);
    });

    private static string Chunked(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");
}

/// <summary>How a server streams.</summary>
public sealed record StreamPlan
{
    /// <summary>Into how many pieces the answer is cut. Default 6.</summary>
    public int Pieces { get; init; } = 6;

    /// <summary>How many events are sent. Default all.</summary>
    public int Sent { get; init; } = int.MaxValue;

    /// <summary>The time between two events. Default none.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>Whether an event with an error follows those that are sent.</summary>
    public bool Fails { get; init; }

    /// <summary>What follows the events. Default the end of the body.</summary>
    public Misbehaviour Then { get; init; } = Misbehave.BodyEnd;
}
