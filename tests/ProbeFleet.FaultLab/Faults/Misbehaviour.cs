namespace ProbeFleet.FaultLab.Faults;

/// <summary>What a server does with one connection. When it returns, the connection is closed.</summary>
/// <param name="connection">The connection, just accepted.</param>
/// <param name="stopping">Signalled when the server stops.</param>
public delegate Task Misbehaviour(FaultConnection connection, CancellationToken stopping);

/// <summary>
/// Every fault has a name and a trigger point. Compose: <c>Misbehave.HeadersNever.OverTls(certificate).After(delay)</c>.
/// The families are in files of their own: sockets, TLS, responses, bodies, HTTP/2.
/// </summary>
public static partial class Misbehave
{
    /// <summary>The same, some time after the connection was accepted: stretches what comes next, TLS or the request.</summary>
    /// <param name="next">What to do then.</param>
    /// <param name="delay">How long to wait.</param>
    public static Misbehaviour After(this Misbehaviour next, TimeSpan delay) => async (connection, stopping) =>
    {
        await connection.DelayAsync(delay, stopping);
        await next(connection, stopping);
    };
}
