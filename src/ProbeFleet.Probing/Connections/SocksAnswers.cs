namespace ProbeFleet.Probing.Connections;

/// <summary>Reads a SOCKS proxy's replies (RFC 1928, RFC 1929, SOCKS 4) from the bytes, since .NET keeps them only in a message.</summary>
internal sealed class SocksAnswers
{
    private const byte Version5 = 5;
    private const byte UserAndPassword = 2;

    // The method, the authentication status, and the head of the reply.
    private const int Longest = 6;
    private readonly List<byte> _bytes = [];

    /// <summary>Adds what the bytes say to the facts.</summary>
    public TunnelFacts Read(TunnelFacts facts, ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes[..Math.Min(bytes.Length, Longest - _bytes.Count)]);
        return _bytes switch
        {
            [0, var reply, ..] => facts with { SocksReply = reply },
            [Version5, UserAndPassword, _, 0, Version5, var reply] =>
                facts with { SocksMethod = UserAndPassword, SocksAuthenticated = true, SocksReply = reply },
            [Version5, UserAndPassword, _, var verdict, ..] =>
                facts with { SocksMethod = UserAndPassword, SocksAuthenticated = verdict is 0 },
            [Version5, UserAndPassword, ..] => facts with { SocksMethod = UserAndPassword },
            [Version5, var method, Version5, var reply, ..] => facts with { SocksMethod = method, SocksReply = reply },
            [Version5, var method, ..] => facts with { SocksMethod = method },
            _ => facts,
        };
    }
}
