using System.Text;

namespace ProbeFleet.FaultLab.Faults;

/// <content>After the request was read, before the body: over plain HTTP or, with <c>OverTls</c>, inside TLS.</content>
public static partial class Misbehave
{
    /// <summary>Answers as the API does: a list of models to <c>GET …/models</c>, a completion to everything else.</summary>
    public static Misbehaviour Healthy { get; } = Answer();

    /// <summary>Reads the request and never answers.</summary>
    public static Misbehaviour HeadersNever { get; } = AfterRequest(static (connection, _, stopping) => connection.HoldAsync(stopping));

    /// <summary>FIN instead of an answer.</summary>
    public static Misbehaviour CloseBeforeHeaders { get; } = AfterRequest(
        static (connection, _, stopping) => connection.CloseAsync(stopping));

    /// <summary>RST instead of an answer.</summary>
    public static Misbehaviour ResetBeforeHeaders { get; } = AfterRequest(static (connection, _, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    });

    /// <summary>Answers with something that is not HTTP.</summary>
    public static Misbehaviour NonHttpReply { get; } = AfterRequest(static async (connection, _, stopping) =>
    {
        await connection.WriteAsync("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", stopping);
        await connection.CloseAsync(stopping);
    });

    /// <summary>Healthy, with time injected before the headers and before the body.</summary>
    /// <param name="beforeHeaders">From the request read to the headers sent.</param>
    /// <param name="beforeBody">From the headers sent to the body sent.</param>
    public static Misbehaviour Answer(TimeSpan beforeHeaders = default, TimeSpan beforeBody = default) =>
        AfterRequest(async (connection, request, stopping) =>
        {
            var body = request.Target.EndsWith("/models", StringComparison.Ordinal) ? LabBodies.ModelList : LabBodies.Completion;
            await connection.DelayAsync(beforeHeaders, stopping);
            connection.Mark(ServerMoment.HeadersSent);
            await connection.WriteAsync(Head("200 OK", "application/json", body), stopping);
            await connection.DelayAsync(beforeBody, stopping);
            connection.Mark(ServerMoment.BodySent);
            await connection.WriteAsync(body, stopping);
            await connection.CloseAsync(stopping);
        });

    /// <summary>Sends the client elsewhere: a captive portal, a moved host.</summary>
    /// <param name="location">Where to.</param>
    /// <param name="status">The status line's code and reason.</param>
    public static Misbehaviour RedirectTo(Uri location, string status = "302 Found") => AfterRequest(async (connection, _, stopping) =>
    {
        await connection.WriteAsync(
            $"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", stopping);
        await connection.CloseAsync(stopping);
    });

    /// <summary>One fixed answer to every request: a block page, a bare error.</summary>
    /// <param name="status">The status line's code and reason, for example <c>403 Forbidden</c>.</param>
    /// <param name="contentType">The body's type.</param>
    /// <param name="body">The body.</param>
    public static Misbehaviour Reply(string status, string contentType, string body) =>
        AfterRequest((connection, _, stopping) => Fixed(status, body, contentType)(connection, stopping));

    /// <summary>The same to a request that was read already.</summary>
    /// <param name="status">The status line's code and reason.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">The body's type.</param>
    public static Misbehaviour Fixed(string status, string body, string contentType = "application/json") => async (connection, stopping) =>
    {
        await connection.WriteAsync(Head(status, contentType, body) + body, stopping);
        await connection.CloseAsync(stopping);
    };

    private static Misbehaviour AfterRequest(Func<FaultConnection, RecordedRequest, CancellationToken, Task> answer) =>
        async (connection, stopping) =>
        {
            if (await connection.ReadRequestAsync(stopping) is { } request)
            {
                await answer(connection, request, stopping);
            }
        };

    private static string Head(string status, string contentType, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
        + "x-request-id: req_0123456789abcdef0123456789abcdef\r\nConnection: close\r\n\r\n";
}
