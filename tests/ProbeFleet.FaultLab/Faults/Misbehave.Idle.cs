using System.Text;

namespace ProbeFleet.FaultLab.Faults;

/// <content>Connections that are used again: a healthy server that keeps them, before which something may forget those that were
/// idle.</content>
public static partial class Misbehave
{
    /// <summary>What a way does with a packet of a connection that it has forgotten.</summary>
    public enum Forgotten
    {
        /// <summary>Nothing comes through any more, and nobody says so.</summary>
        Swallowed,

        /// <summary>The next packet is answered by RST.</summary>
        Reset,
    }

    /// <summary>Answers every request of a connection, until it was idle for longer than a limit.</summary>
    /// <param name="limit">The idle limit of the way.</param>
    /// <param name="then">What becomes of the request after that.</param>
    /// <param name="clock">The clock of the limit.</param>
    public static Misbehaviour KeepsUntilIdleFor(TimeSpan limit, Forgotten then, TimeProvider clock) => async (connection, stopping) =>
    {
        long? answeredAt = null;
        while (await connection.ReadRequestAsync(stopping) is { } request)
        {
            if (answeredAt is { } since && clock.GetElapsedTime(since) > limit)
            {
                await (then is Forgotten.Reset ? ResetAsync(connection) : connection.HoldAsync(stopping));
                return;
            }

            // Before the answer is written: the client may move a clock of the test as soon as it has it.
            answeredAt = clock.GetTimestamp();
            var body = request.Target.EndsWith("/models", StringComparison.Ordinal) ? LabBodies.ModelList : LabBodies.Completion;
            await connection.WriteAsync(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
                + $"x-request-id: req_0123456789abcdef0123456789abcdef\r\n\r\n{body}",
                stopping);
        }
    };

    private static Task ResetAsync(FaultConnection connection)
    {
        connection.Reset();
        return Task.CompletedTask;
    }
}
