namespace ProbeFleet.Probing.Failures;

/// <summary>Describes a SOCKS proxy's reply in words.</summary>
internal static class SocksWords
{
    public static string Describe(TunnelFacts? seen) => seen switch
    {
        { SocksReply: { } reply } => $"SOCKS reply {reply}: {Meaning(reply)}",
        { SocksAuthenticated: false } => "the SOCKS proxy refused the user and password that were given",
        { SocksMethod: 255 } => "the SOCKS proxy takes none of the offered ways to authenticate",
        { SocksMethod: 2 } => "the SOCKS proxy asks for a user and password",
        _ => "the SOCKS proxy refused",
    };

    // RFC 1928 section 6, and SOCKS 4.
    private static string Meaning(int reply) => reply switch
    {
        1 => "general failure",
        2 => "not allowed by the proxy's rules",
        3 => "the network is unreachable",
        4 => "the host is unreachable, or its name is not known to the proxy",
        5 => "the host refused the connection",
        6 => "the time to live expired",
        7 => "the command is not supported",
        8 => "the address type is not supported",
        91 => "rejected or failed",
        92 or 93 => "the client's identity could not be proved",
        _ => "unknown",
    };
}
