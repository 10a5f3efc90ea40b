using ProbeFleet.Core.Model;

namespace ProbeFleet.Probing.Recording;

/// <summary>What an attempt learns on its way, written by the callbacks of its own connection.</summary>
internal sealed class AttemptFacts
{
    public ConfigureFacts? Configure { get; set; }

    public CredentialFacts? Credential { get; set; }

    public ResolveFacts? Resolve { get; set; }

    public ConnectFacts? Connect { get; set; }

    public TunnelFacts? Tunnel { get; set; }

    public SecureFacts? Secure { get; set; }

    /// <summary>What the server chose by ALPN on the first connection: the handler does not ask again on one that it makes for HTTP/1.1.</summary>
    public string? Alpn { get; set; }

    public SendFacts? Send { get; set; }

    public RespondFacts? Respond { get; set; }

    public FirstEventFacts? FirstEvent { get; set; }

    public AnswerFacts? Answer { get; set; }

    /// <summary>The frame with which an HTTP/2 server ended the request or the connection; null when it sent none.</summary>
    public Http2End? Http2End { get; set; }

    /// <summary>The response as it came, once its headers have.</summary>
    public ReceivedResponse? Received { get; set; }

    /// <summary>Connections opened so far: the handler opens more than one for some failures.</summary>
    public int Connections { get; set; }

    /// <summary>What came below the route's own TLS; null before its handshake began.</summary>
    public TransportObserver? Transport { get; set; }

    /// <summary>What came below the TLS of an <c>https://</c> proxy; null before its handshake began.</summary>
    public TransportObserver? ProxyTransport { get; set; }

    /// <summary>Whether the server asked for a client certificate.</summary>
    public bool ClientCertificateRequested { get; set; }
}
