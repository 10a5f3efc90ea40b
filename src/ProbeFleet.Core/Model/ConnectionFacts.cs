namespace ProbeFleet.Core.Model;

/// <summary>What was observed while a name was resolved.</summary>
public sealed record ResolveFacts
{
    /// <summary>The name that was resolved.</summary>
    public required string Host { get; init; }

    /// <summary>Whether the host is the proxy's rather than the route's.</summary>
    public bool IsProxy { get; init; }

    /// <summary>The addresses, in the resolver's order.</summary>
    public IReadOnlyList<string> Addresses { get; init => field = value ?? []; } = [];

    /// <summary>The CNAME chain; absent unless a direct DNS lookup found it.</summary>
    public IReadOnlyList<string>? Cnames { get; init; }

    /// <summary>The configured resolvers, in order.</summary>
    public IReadOnlyList<string>? Resolvers { get; init; }
}

/// <summary>What was observed while a TCP connection was made.</summary>
public sealed record ConnectFacts
{
    /// <summary>Every address that was tried, in order.</summary>
    public IReadOnlyList<AddressAttempt> Attempts { get; init => field = value ?? []; } = [];

    /// <summary>The remote endpoint of the connection that was made.</summary>
    public string? Remote { get; init; }

    /// <summary>The local endpoint of the connection that was made.</summary>
    public string? Local { get; init; }

    /// <summary>The number of connections opened for this call, when more than one: the handler retries some failures by itself.</summary>
    public int? Connections { get; init; }
}

/// <summary>One address that was tried.</summary>
public sealed record AddressAttempt
{
    /// <summary>The address and port.</summary>
    public required string Endpoint { get; init; }

    /// <summary>How long the attempt took.</summary>
    [JsonPropertyName("durationMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Duration { get; init; }

    /// <summary>What went wrong; absent when it connected.</summary>
    public StageFailure? Failure { get; init; }
}

/// <summary>What was observed while a proxy was asked for a tunnel.</summary>
public sealed record TunnelFacts
{
    /// <summary>The proxy's URL without user information.</summary>
    public required string Proxy { get; init; }

    /// <summary>The status of the proxy's answer; absent when none came.</summary>
    public int? Status { get; init; }

    /// <summary>Whether credentials were given to the proxy; absent when its URL has none.</summary>
    public bool? CredentialsGiven { get; init; }

    /// <summary>The SOCKS 5 method that the proxy chose: 0 none, 2 user and password, 255 none acceptable; absent if not reached.</summary>
    public int? SocksMethod { get; init; }

    /// <summary>The SOCKS reply to the request, as RFC 1928 section 6 numbers it (SOCKS 4: 90 to 93); absent when none came.</summary>
    public int? SocksReply { get; init; }

    /// <summary>Whether the SOCKS proxy accepted the user and password (RFC 1929); absent when it did not ask.</summary>
    public bool? SocksAuthenticated { get; init; }

    /// <summary>The TLS handshake with an <c>https://</c> proxy; absent for any other.</summary>
    public SecureFacts? Tls { get; init; }
}

/// <summary>What was observed during a TLS handshake.</summary>
public sealed record SecureFacts
{
    /// <summary>The agreed version, such as <c>TLS 1.3</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>The agreed cipher suite.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>What the server chose by ALPN: <c>h2</c> or <c>http/1.1</c>; absent when it chose nothing or was not asked.</summary>
    public string? Alpn { get; init; }

    /// <summary>The leaf certificate's subject.</summary>
    public string? Subject { get; init; }

    /// <summary>The leaf certificate's issuer; the name of a private authority here means TLS inspection.</summary>
    public string? Issuer { get; init; }

    /// <summary>The leaf certificate's DNS names, at most 20.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The beginning of the leaf certificate's validity.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The end of the leaf certificate's validity.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The leaf certificate's SHA-256 thumbprint in hexadecimal.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The subjects of the certificate chain as built, leaf first.</summary>
    public IReadOnlyList<string>? Chain { get; init; }

    /// <summary>.NET's policy errors: <c>RemoteCertificateNameMismatch</c>, <c>RemoteCertificateChainErrors</c>, …</summary>
    public IReadOnlyList<string>? PolicyErrors { get; init; }

    /// <summary>The chain's status flags: <c>UntrustedRoot</c>, <c>PartialChain</c>, <c>NotTimeValid</c>, …</summary>
    public IReadOnlyList<string>? ChainStatus { get; init; }

    /// <summary>The number of bytes received from the peer before the handshake timed out; absent when it ended otherwise.</summary>
    public long? Received { get; init; }

    /// <summary>Whether the handshake timed out while this process built the chain, after the peer had answered; else absent.</summary>
    public bool? ChainHung { get; init; }

    /// <summary>The TLS alert number that ended the handshake or the connection (RFC 8446 section 6); absent without one.</summary>
    public int? Alert { get; init; }

    /// <summary>
    /// How the agreed connection ended before a whole answer. Only the end that holds the certificate can send an alert; a bare FIN or RST
    /// can come from anything on the path. Absent when nothing ended it.
    /// </summary>
    public ConnectionEnd? EndedBy { get; init; }
}

/// <summary>How a peer ended a TLS connection.</summary>
[JsonConverter(typeof(WireWordConverter<ConnectionEnd>))]
public enum ConnectionEnd
{
    /// <summary>An alert record, such as close_notify, came before the end.</summary>
    [JsonStringEnumMemberName("alert")] Alert,

    /// <summary>A FIN without an alert.</summary>
    [JsonStringEnumMemberName("fin")] Fin,

    /// <summary>A RST without an alert.</summary>
    [JsonStringEnumMemberName("reset")] Reset,
}
