using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Breaks at a forward proxy: finding it, connecting to it, and its answer to CONNECT.</summary>
internal static class ProxyRules
{
    public static Finding NotResolved(Situation situation, string proxyHost) => DescribeDirect(situation, new(
        Cause.ProxyUnreachable,
        Confidence.Proven,
        $"The proxy's name {proxyHost} could not be resolved{situation.Detail}. {Setting(situation)}"));

    public static Finding NotConnected(Situation situation, string proxy) => DescribeDirect(situation, new(
        Cause.ProxyUnreachable,
        Confidence.Proven,
        $"The proxy {proxy} could not be connected to{situation.Detail}. {Setting(situation)}"));

    public static Finding Tunnel(Situation situation)
    {
        var proxy = situation.Proxy ?? "the proxy";
        var status = situation.Evidence.Find<TunnelEvidence>()?.Facts?.Status ?? situation.DrillDown?.Proxy?.Status;
        var finding = situation.Failure switch
        {
            FailureKind.ProxyStatus => Answered(proxy, status, Words(situation) is { Length: > 0 } words ? words : status is null ? situation.Detail : ""),
            FailureKind.TimedOut => new(Cause.ProxyNoAnswer, Confidence.Proven, $"The proxy {proxy} took the connection and did not {Owed(situation)}."),
            FailureKind.Reset or FailureKind.Closed => new(
                Cause.ProxyNoAnswer,
                Confidence.Strong,
                $"The proxy {proxy} ended the connection and did not {Owed(situation)}."),
            FailureKind.Certificate => Untrusted(situation, proxy),
            FailureKind.TlsAlert => new(
                Cause.ProxyFailed,
                Confidence.Strong,
                $"The proxy {proxy} ended its TLS handshake with an alert{situation.Detail}: "
                + "no TLS version or cipher in common, or it wants a client certificate."),
            FailureKind.InvalidResponse or FailureKind.NotTls => new(
                Cause.ProxyFailed,
                Confidence.Likely,
                $"What listens at {proxy} does not speak the proxy protocol that its URL names{situation.Detail}."),
            FailureKind.Refused or FailureKind.Unreachable or FailureKind.HostNotFound or FailureKind.ResolverFailed => NotConnected(situation, proxy),
            _ => new(Cause.ProxyFailed, Confidence.Weak, $"The proxy {proxy} opened no tunnel{situation.Detail}."),
        };
        return DescribeDirect(situation, finding);
    }

    /// <summary>A proxy's refusal: to CONNECT, or in the API's place on plain HTTP.</summary>
    public static Finding Answered(string proxy, int? status, string words) => status switch
    {
        407 => new(Cause.ProxyAuthRequired, Confidence.Proven, $"The proxy {proxy} asks for its own credentials (407){words}. The API was not reached."),
        >= 500 => new(Cause.ProxyFailed, Confidence.Proven, $"The proxy {proxy} could not reach the host ({status}){words}. The API was not reached."),
        >= 400 => new(Cause.ProxyDenied, Confidence.Proven, $"The proxy {proxy} denied the request ({status}){words}. The API was not reached."),
        null => new(Cause.ProxyFailed, Confidence.Weak, $"The proxy {proxy} opened no tunnel{words}."),
        _ => new(Cause.ProxyFailed, Confidence.Likely, $"The proxy {proxy} answered {status} where a tunnel was asked for{words}."),
    };

    /// <summary>What the proxy did not do: an <c>https://</c> proxy is first owed a handshake.</summary>
    private static string Owed(Situation situation) =>
        situation.IsHttpsProxy && situation.ProxyTls?.Protocol is null ? "finish the TLS handshake that its https:// URL asks for" : "answer CONNECT";

    private static Finding Untrusted(Situation situation, string proxy)
    {
        var issued = situation.ProxyTls?.Issuer is { } issuer ? $", issued by \"{issuer}\"" : "";
        return new(
            Cause.ProxyUntrusted,
            Confidence.Proven,
            $"The proxy {proxy} is spoken to over TLS, and its own certificate was not accepted{situation.Detail}{issued}. "
            + "The route's host was not reached.");
    }

    private static string Words(Situation situation) => situation.DrillDown?.Proxy is { } conversation
        ? conversation.Headers.TryGetValue("x-squid-error", out var error) ? $": {error}" : conversation.Reason is { Length: > 0 } reason ? $": {reason}" : ""
        : "";

    private static string Setting(Situation situation) => situation.Evidence.Find<ConfigureEvidence>()?.Facts?.Proxy is { } choice
        ? $"It is set by {choice.Source}."
        : "The host itself was not tried.";

    /// <summary>What the direct try proved: it reached the API, met the target itself, or not even that.</summary>
    private static Finding DescribeDirect(Situation situation, Finding finding) => situation.Outcome(ProbeVariant.NoProxy) switch
    {
        null => finding,
        { ReachedApi: true } => finding.Note("Without the proxy the API is reached.")
            .Do($"If policy allows direct traffic, put the exact host {situation.Host} into NO_PROXY: .NET knows no wildcard and no bare parent domain there."),
        { Status: { } status } => finding
            .Note($"Without the proxy {situation.Host} answers {status}: the network does not need the proxy, and the host has a fault of its own.")
            .Do($"Look at {situation.Host} itself first: it answers {status} to a direct request.")
            .Or(Cause.ServerError, $"Ask whoever runs {situation.Host} why it answers {status}; the proxy comes second."),
        { Failure.Kind: FailureKind.Refused } when finding.Cause is Cause.ProxyFailed =>
            (finding with { Confidence = Math.Min(finding.Confidence, Confidence.Likely) })
            .Note($"Without the proxy {situation.Host} itself refuses the connection: nothing listens there, and the proxy only says so.")
            .OwnedBy(situation.IsGatewayRoute ? Owner.RouteProvider : Owner.ApiServer)
            .Advise(
                $"Ask whoever runs {situation.Host} whether it is up and listens on the port of the base URL.",
                "Compare the address that the name gives with the right one: a stale DNS record refuses just so.")
            .Warn("Do not change the proxy: a direct connection is refused as well.")
            .Or(
                Cause.ProxyFailed,
                "If the host is up and other clients reach it, compare the addresses that the proxy and this runtime resolve.",
                Owner.ConnectionPath),
        _ => finding.Note("Without the proxy the API is not reached either: this network needs the proxy."),
    };
}
