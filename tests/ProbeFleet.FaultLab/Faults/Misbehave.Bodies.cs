namespace ProbeFleet.FaultLab.Faults;

/// <content>After the headers, in the body.</content>
public static partial class Misbehave
{
    private static readonly string FirstHalf = LabBodies.Completion[..(LabBodies.Completion.Length / 2)];

    /// <summary>FIN in the middle of a body of declared length.</summary>
    public static Misbehaviour BodyTruncated { get; } = HalfABody(static (connection, stopping) => connection.CloseAsync(stopping));

    /// <summary>
    /// RST in the middle of a body. On loopback the half body is in the client's receive queue by then, and stays readable.
    /// </summary>
    public static Misbehaviour BodyReset { get; } = HalfABody(static (connection, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    });

    /// <summary>Half a body, then silence.</summary>
    public static Misbehaviour BodyStall { get; } = HalfABody(static (connection, stopping) => connection.HoldAsync(stopping));

    /// <summary>FIN in the middle of a chunked body.</summary>
    public static Misbehaviour ChunkedBodyTruncated { get; } = AfterRequest(static async (connection, _, stopping) =>
    {
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", stopping);
        await connection.WriteAsync($"{LabBodies.Completion.Length:x}\r\n{FirstHalf}", stopping);
        await connection.CloseAsync(stopping);
    });

    /// <summary>A healthy body, one byte at a time.</summary>
    /// <param name="interval">The time between two bytes.</param>
    public static Misbehaviour BodyDrip(TimeSpan interval) => AfterRequest(async (connection, _, stopping) =>
    {
        await connection.WriteAsync(Head("200 OK", "application/json", LabBodies.Completion), stopping);
        foreach (var letter in LabBodies.Completion)
        {
            await connection.DelayAsync(interval, stopping);
            await connection.WriteAsync(letter.ToString(), stopping);
        }

        await connection.CloseAsync(stopping);
    });

    private static Misbehaviour HalfABody(Misbehaviour then) => AfterRequest(async (connection, _, stopping) =>
    {
        connection.Mark(ServerMoment.HeadersSent);
        await connection.WriteAsync(Head("200 OK", "application/json", LabBodies.Completion) + FirstHalf, stopping);
        await then(connection, stopping);
    });
}
