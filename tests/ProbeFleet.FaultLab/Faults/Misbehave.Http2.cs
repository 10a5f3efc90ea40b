using System.Buffers.Binary;
using System.Text;

namespace ProbeFleet.FaultLab.Faults;

/// <content>HTTP/2, with <c>OverTlsWithHttp2</c>: the client's preface and first request are read, then the server errs (RFC
/// 9113).</content>
public static partial class Misbehave
{
    private const byte DataFrame = 0, HeadersFrame = 1, ResetFrame = 3, SettingsFrame = 4, GoAwayFrame = 7;
    private const byte EndStream = 1, EndHeaders = 4;
    private const string Json = "application/json", Events = "text/event-stream";

    /// <summary>RST_STREAM for the request's stream.</summary>
    /// <param name="errorCode">For example 2 INTERNAL_ERROR, 8 CANCEL, 11 ENHANCE_YOUR_CALM, 13 HTTP_1_1_REQUIRED.</param>
    public static Misbehaviour Http2Reset(uint errorCode) => AfterHttp2Request(async (connection, stream, stopping) =>
    {
        await WriteFrameAsync(connection, ResetFrame, stream, BigEndian(errorCode), stopping);
        await connection.HoldAsync(stopping);
    });

    /// <summary>GOAWAY that says whether the request was taken up.</summary>
    /// <param name="errorCode">An error code as above; 0 is a shutdown in peace.</param>
    /// <param name="takenUp">Whether the request's stream is named as the last one that was processed; else the client may retry
    /// it.</param>
    public static Misbehaviour Http2GoAway(uint errorCode, bool takenUp) => AfterHttp2Request(async (connection, stream, stopping) =>
    {
        await WriteFrameAsync(connection, GoAwayFrame, 0, [.. BigEndian(takenUp ? stream : 0), .. BigEndian(errorCode)], stopping);
        await connection.CloseAsync(stopping);
    });

    /// <summary>FIN instead of an answer.</summary>
    public static Misbehaviour Http2Closed { get; } = AfterHttp2Request(
        static (connection, _, stopping) => connection.CloseAsync(stopping));

    /// <summary>Answers the first request as the API does, and nothing after it.</summary>
    public static Misbehaviour Http2AnswersOnce { get; } = AfterHttp2Request(static async (connection, stream, stopping) =>
    {
        await WriteFrameAsync(connection, HeadersFrame, stream, SuccessOf(Json), stopping, EndHeaders);
        await WriteFrameAsync(connection, DataFrame, stream, Encoding.UTF8.GetBytes(LabBodies.Completion), stopping, EndStream);
        await connection.HoldAsync(stopping);
    });

    /// <summary>Begins a stream of events, and ends it by RST_STREAM (INTERNAL_ERROR) or by GOAWAY and FIN.</summary>
    /// <param name="byGoAway">By which.</param>
    public static Misbehaviour Http2StreamCut(bool byGoAway) => AfterHttp2Request(async (connection, stream, stopping) =>
    {
        await WriteFrameAsync(connection, HeadersFrame, stream, SuccessOf(Events), stopping, EndHeaders);
        var begun = string.Concat(LabStreams.Of("/chat/completions", 6).Take(3));
        await WriteFrameAsync(connection, DataFrame, stream, Encoding.UTF8.GetBytes(begun), stopping);
        if (!byGoAway)
        {
            await WriteFrameAsync(connection, ResetFrame, stream, BigEndian(2), stopping);
            await connection.HoldAsync(stopping);
        }

        await WriteFrameAsync(connection, GoAwayFrame, 0, [.. BigEndian(stream), .. BigEndian(2)], stopping);
        await connection.CloseAsync(stopping);
    });

    /// <summary>No answer, and the connection stays.</summary>
    public static Misbehaviour Http2Silent { get; } = AfterHttp2Request(static (connection, _, stopping) => connection.HoldAsync(stopping));

    private static Misbehaviour AfterHttp2Request(Func<FaultConnection, uint, CancellationToken, Task> then) =>
        async (connection, stopping) =>
    {
        await connection.Stream.ReadExactlyAsync(new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length], stopping);
        await WriteFrameAsync(connection, SettingsFrame, 0, [], stopping);
        var header = new byte[9];
        do
        {
            await connection.Stream.ReadExactlyAsync(header, stopping);
            await connection.Stream.ReadExactlyAsync(new byte[(header[0] << 16) | (header[1] << 8) | header[2]], stopping);
        }
        while (header[3] is not (DataFrame or HeadersFrame) || (header[4] & EndStream) == 0);

        connection.Mark(ServerMoment.RequestRead);
        await then(connection, BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(5)), stopping);
    };

    // HPACK (RFC 7541): index 8 is ":status: 200", index 31 is "content-type".
    private static byte[] SuccessOf(string type) => [0x88, 0x0f, 0x10, (byte)type.Length, .. Encoding.ASCII.GetBytes(type)];

    private static async Task WriteFrameAsync(
        FaultConnection connection, byte type, uint stream, byte[] payload, CancellationToken stopping, byte flags = 0)
    {
        byte[] frame = [.. BigEndian((uint)payload.Length)[1..], type, flags, .. BigEndian(stream), .. payload];
        await connection.Stream.WriteAsync(frame, stopping);
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
