namespace ProbeFleet.FaultLab.Faults;

/// <content>Before TLS.</content>
public static partial class Misbehave
{
    /// <summary>
    /// RST at once. It may land inside the client's connect or in what follows: use <see cref="ResetAfterFirstByte"/> for TLS.
    /// </summary>
    public static Misbehaviour ResetOnAccept { get; } = static (connection, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    };

    /// <summary>RST after the client's first byte: surely after connect, inside TLS or the request.</summary>
    public static Misbehaviour ResetAfterFirstByte { get; } = static async (connection, stopping) =>
    {
        await connection.ReadFirstByteAsync(stopping);
        connection.Reset();
    };

    /// <summary>FIN at once.</summary>
    public static Misbehaviour CloseOnAccept { get; } = static (connection, stopping) => connection.CloseAsync(stopping);

    /// <summary>FIN after the client's first byte.</summary>
    public static Misbehaviour CloseAfterFirstByte { get; } = static async (connection, stopping) =>
    {
        await connection.ReadFirstByteAsync(stopping);
        await connection.CloseAsync(stopping);
    };

    /// <summary>Accepts and never says a word: TLS stalls, or the request is never answered.</summary>
    public static Misbehaviour StallAfterAccept { get; } = static (connection, stopping) => connection.HoldAsync(stopping);
}
