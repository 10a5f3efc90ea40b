namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks in the TLS handshake.</summary>
internal static class TlsRules
{
    public static Finding Find(DiagnosisContext context) => context.Failure switch
    {
        FailureKind.Certificate => CertificateRules.Find(context),
        FailureKind.Reset or FailureKind.Closed or FailureKind.Truncated or FailureKind.NotTls or FailureKind.TimedOut
            when context.Proxy is { } proxy && context.Evidence.Facts<SecureFacts>()?.ChainHung is not true =>
                InTunnel(context, proxy),
        FailureKind.TlsAlert => AlertRules.InHandshake(context),
        FailureKind.NotTls => NotTls(context),
        FailureKind.Reset => Finding.Strong(
            Cause.TlsReset,
            $"The connection to {context.Host} was reset in the TLS handshake: TCP works, and something between refuses this name or "
                + "this client.")
            .Do("Try another name on the same address: if that handshake works, a filter on the way reads the name."),
        FailureKind.Closed or FailureKind.Truncated => Closed(context),
        FailureKind.TimedOut => TimedOut(context),
        _ => ConfigurationRules.Unclassified(context),
    };

    public static Finding ClientCertificate(DiagnosisContext context)
    {
        var alert = context.Alert is { } number ? $" (TLS alert {number})" : "";
        var finding = Finding.Strong(
            Cause.TlsClientCertificateRequired, $"{context.Host} asks for a client certificate, and none was sent{alert}.");
        return context.IsGatewayRoute
            ? finding.Advise(
                $"Ask the operator of {context.Host} for a client certificate, and give it to the workload's HTTP client "
                    + "(httpx: cert=; Node: Agent cert and key; .NET: SslOptions.ClientCertificates).",
                "If the workload has none and worked until now, compare the certificate's issuer "
                    + $"{CertificateRules.Issuer(context.Tls ?? new())} with the usual one: an inspection on the way may be what asks.",
                "Or have the operator take the API's path out of mutual TLS (nginx: ssl_verify_client; Kong: mtls-auth; APIM: negotiate "
                    + "client certificate).")
            : finding;
    }

    /// <summary>
    /// Judges a break in a proxy's tunnel: nothing but the way to the proxy is known to work, and the proxy may itself be what ends it.
    /// </summary>
    private static Finding InTunnel(DiagnosisContext context, string proxy)
    {
        var (cause, end) = context.Failure switch
        {
            FailureKind.Reset => (Cause.TlsReset, "was reset"),
            FailureKind.TimedOut => (Cause.TlsTimeout, "got no whole answer in time"),
            FailureKind.NotTls => (Cause.TlsNotTls, "was answered with something else than TLS"),
            _ => (Cause.TlsClosed, "was ended without an alert"),
        };
        var target = $"{context.Host}:{context.BaseUrl?.Port}";
        return ProxyRules.DescribeDirect(context, Finding.Strong(
            cause,
            $"The proxy {proxy} said that its tunnel to {context.Host} is open, and the TLS handshake in it {end}. Nothing but the way to "
                + "the proxy is known to work: the proxy itself, or its filter, is the first suspect.")
            .Advise(
                $"Look in the log of the proxy {proxy} at {context.Time} for {target}: it says which "
                    + "side ended the tunnel, and by which rule.",
                $"Have whoever runs it connect from its own machine: openssl s_client -connect {target} -servername {context.Host}."));
    }

    /// <summary>Who may answer instead of a provider's own host, whose certificates and TLS ends serve everybody.</summary>
    public static IReadOnlyList<string> WhoAnswersInstead(DiagnosisContext context) =>
    [
        $"Ask whoever runs {(context.Proxy is { } proxy ? $"the proxy {proxy}" : "this network")} whether TLS to {context.Host} is "
            + "inspected or filtered there: if so, have the host excepted.",
        $"Compare the address that {context.Host} gives {(context.Proxy is null ? "here" : "to the proxy")} with another resolver's (dig "
            + $"{context.Host} @OTHER), and look into /etc/hosts: a wrong entry leads to another server.",
        $"Try the same from another network: curl -v {context.BaseUrl?.GetLeftPart(UriPartial.Authority)}. If it works there, it is "
            + "something on this network's way.",
    ];

    /// <summary>Judges a close in the handshake: a TCP load balancer accepts connections whether or not a backend is alive.</summary>
    private static Finding Closed(DiagnosisContext context)
    {
        var finding = Finding.Strong(
            Cause.TlsClosed,
            $"The connection to {context.Host} was closed in the TLS handshake: TCP works, and the peer or a filter gives no answer.");
        if (!context.IsGatewayRoute)
        {
            return finding;
        }

        var waited = context.Broken?.Duration is { TotalSeconds: >= 0.5 } time ? $" after {time.TotalSeconds:0.0} s" : "";
        return (finding with
        {
            Confidence = Confidence.Weak,
            Summary = $"The connection to {context.Host} was taken and closed in the TLS handshake{waited}, without a byte and without an "
                + "alert: so does a TCP load balancer that has no healthy target, and a filter that reads the name.",
        })
            .OwnedBy(context.OwnerOfServer)
            .Advise(
                $"Ask the operator of {context.Host} how many healthy targets its load balancer has for this port (HAProxy: show "
                    + $"servers state; Azure, AWS: target health).",
                "Send the same from another network: if it works there, a filter on this network's way reads the name.")
            .Or(Cause.TlsClosed, "If the load balancer counts healthy targets, look for a rule of this network on the host's name.",
                Owner.ConnectionPath);
    }

    private static Finding TimedOut(DiagnosisContext context) => context.Evidence.Facts<SecureFacts>() switch
    {
        { ChainHung: true } => ChainHung(context),
        { Received: > 0 and var received } => Finding.Proven(
            Cause.TlsTimeout,
            $"TCP to {context.Host} connects, and the TLS handshake began and stopped after {received} bytes from the peer: "
            + "a wrong MTU loses large packets, or the server hangs."),
        _ => Finding.Proven(
            Cause.TlsTimeout,
            $"TCP to {context.Host} connects, and the TLS handshake gets no answer: a filter, a wrong MTU, or a dead server behind a load "
                + "balancer."),
    };

    /// <summary>Judges a hang in chain building, which only fetches a missing issuer: HttpClient checks no revocation by default.</summary>
    private static Finding ChainHung(DiagnosisContext context)
    {
        var proven = context.DrillDown?.Tls?.ChainStatus?.Contains("PartialChain") is true;
        var issuer = context.DrillDown?.Tls?.Issuer is { Length: > 0 } name ? $" \"{name}\"" : "";
        return new Finding(
            Cause.TlsPartialChain,
            proven ? Confidence.Proven : Confidence.Strong,
            $"The certificate of {context.Host} was received, and building its chain hung: the server does not send its "
            + $"intermediate{issuer}, and the AIA or CRL host that the certificate names for it is not reachable from here.")
            .Do(context.IsProvidersHost
                ? "If the issuer is a public authority, open the way from here to the AIA address in the certificate (port 80), or add "
                    + "the intermediate to this runtime's trust store; if not, an inspection answers, and its root is what is missing."
                : "Have the server send its intermediate certificate with its own. Until then, open the way from here to the AIA address "
                + "in the certificate (port 80), or add the intermediate to this runtime's trust store.");
    }

    private static Finding NotTls(DiagnosisContext context)
    {
        if (context is { IsDeclaredNear: true, BaseUrl: { } url })
        {
            return Finding.Strong(
                Cause.ConfigBaseUrl,
                $"The base URL says https, and what listens at {url.Host}:{url.Port} speaks no TLS. Nothing stands between.")
                .Advise(
                    $"Write http://{url.Host}:{url.Port}{url.AbsolutePath} in place of {url}, here and where the workload reads it.",
                    "If the server is meant to speak TLS, give it its certificate, or name the port that has one.")
                .Warn("Do not look at proxies, portals or firewalls: the server is on this machine or in this network.");
        }

        var finding = Finding.Strong(Cause.TlsNotTls, $"What listens at {context.Host} does not speak TLS.");
        return context.Proxy is null
            ? finding.Or(Cause.ConfigBaseUrl, "If the server is meant to speak plain HTTP, the base URL's scheme or port is wrong.")
            : finding;
    }
}
