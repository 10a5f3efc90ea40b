namespace ProbeFleet.Probing.Recording;

/// <summary>What an attempt learns, written by the callbacks of its own connection.</summary>
internal sealed class AttemptFacts
{
    public ConfigureFacts? Configure { get; set; }

    public CredentialFacts? Credential { get; set; }

    public ResolveFacts? Resolve { get; set; }

    public ConnectFacts? Connect { get; set; }

    public TunnelFacts? Tunnel { get; set; }

    public SecureFacts? Secure { get; set; }

    /// <summary>The server's ALPN choice on the first connection: the handler does not ask again on a later one for HTTP/1.1.</summary>
    public string? Alpn { get; set; }

    public SendFacts? Send { get; set; }

    public RespondFacts? Respond { get; set; }

    public FirstEventFacts? FirstEvent { get; set; }

    public AnswerFacts? Answer { get; set; }

    /// <summary>The frame with which an HTTP/2 server ended the request or its connection; null when it sent none on this one.</summary>
    public Http2End? Http2End { get; set; }

    /// <summary>The same on a connection before this one; null when there was none.</summary>
    public Http2End? EarlierHttp2End { get; set; }

    /// <summary>How another process, which read the stream, saw it end; null when this one read it or it ended in order.</summary>
    public StreamEnd? ReportedEnd { get; set; }

    /// <summary>Whether the other end's TCP gave a sign of life before a silent stream was given up; null where not asked.</summary>
    public bool? PeerAnswered { get; set; }

    /// <summary>The response, once its headers have arrived.</summary>
    public ReceivedResponse? Received { get; set; }

    /// <summary>The number of connections opened so far: after some failures the handler opens another one.</summary>
    public int Connections { get; set; }

    /// <summary>What was received below the route's own TLS; null before its handshake began.</summary>
    public TransportObserver? Transport { get; set; }

    /// <summary>What was received below the TLS of an <c>https://</c> proxy; null before its handshake began.</summary>
    public TransportObserver? ProxyTransport { get; set; }

    public bool ClientCertificateRequested { get; set; }
}
