using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.FaultLab.Faults;

/// <content>A forward proxy before a healthy API.</content>
public static partial class FaultCatalog
{
    private static IReadOnlyList<FaultScenario> ProxyFaults =>
    [
        Proxied("proxy/denied", "tunnel", "proxy.denied", FaultProxy.Refuse("403 Forbidden")),
        Proxied("proxy/auth-required", "tunnel", "proxy.auth-required", FaultProxy.AuthenticationRequired),
        Proxied("proxy/502", "tunnel", "proxy.failed", FaultProxy.Refuse("502 Bad Gateway")),
        Proxied("proxy/503", "tunnel", "proxy.failed", FaultProxy.Refuse("503 Service Unavailable")),
        Proxied("proxy/504", "tunnel", "proxy.failed", FaultProxy.Refuse("504 Gateway Timeout")),
        Proxied("proxy/closes", "tunnel", "proxy.no-answer", FaultProxy.ClosesOnConnect),
        Proxied("proxy/resets", "tunnel", "proxy.no-answer", FaultProxy.ResetsOnConnect),
        Proxied("proxy/silent", "tunnel", "proxy.no-answer", FaultProxy.SilentOnConnect) with { NeverEnds = true },
        Proxied("proxy/socks5-refused", "tunnel", "proxy.denied", FaultProxy.Socks5Refusal, scheme: "socks5"),
        Proxied("proxy/https-untrusted", "tunnel", "proxy.untrusted", FaultProxy.Working.OverTls(
            LabTrust.Inspection.IssueServer()), scheme: "https"),
        Proxied("proxy/https-expired", "tunnel", "proxy.untrusted",
            FaultProxy.Working.OverTls(LabTrust.Trusted.IssueServer(CertificateFlaw.Expired)), scheme: "https"),
        Proxied("proxy/https-stall", "tunnel", "proxy.no-answer", Misbehave.StallAfterAccept, scheme: "https") with { NeverEnds = true },
        Proxied("proxy/https-silent", "tunnel", "proxy.no-answer", FaultProxy.SilentOnConnect.OverTls(LabTrust.Server), scheme: "https")
            with { NeverEnds = true },
        Proxied("proxy/https-url-of-a-plain-proxy", "tunnel", "proxy.failed", Misbehave.PlainHttpOnTlsPort, scheme: "https"),
        Proxied("proxy/https-denied", "tunnel", "proxy.denied", FaultProxy.Refuse("403 Forbidden").OverTls(LabTrust.Server),
            scheme: "https"),
        PlainRoute("proxy/https-untrusted-plain-route", "tunnel", "proxy.untrusted",
            FaultProxy.Working.OverTls(LabTrust.Inspection.IssueServer()), scheme: "https"),
        PlainRoute("proxy/https-stall-plain-route", "tunnel", "proxy.no-answer", Misbehave.StallAfterAccept,
            scheme: "https") with { NeverEnds = true },
        Proxied("proxy/inspecting", "secure", "tls.partial-chain",
            FaultProxy.Inspecting(LabTrust.Inspection.IssueServer(), Misbehave.Healthy)) with { Trigger = TriggerPoint.InTls },
        Proxied("proxy/working", null, "ok", FaultProxy.Working) with { Owner = "none" },
        Proxied("proxy/https-working", null, "ok", FaultProxy.Working.OverTls(LabTrust.Server), scheme: "https") with { Owner = "none" },
        Proxied("proxy/socks5-working", null, "ok", FaultProxy.Socks5Working, scheme: "socks5") with { Owner = "none" },
        PlainRoute("proxy/working-plain-route", null, "ok", FaultProxy.Working) with { Owner = "none" },
        PlainRoute("proxy/https-working-plain-route", null, "ok", FaultProxy.Working.OverTls(LabTrust.Server),
            scheme: "https") with { Owner = "none" },
        PlainRoute("proxy/socks5-working-plain-route", null, "ok", FaultProxy.Socks5Working, scheme: "socks5") with { Owner = "none" },
        new()
        {
            Name = "proxy/refused", Trigger = TriggerPoint.OnConnect, Break = "connect", Cause = "proxy.unreachable", Owner = Path,
            StartAsync = static _ =>
            {
                var port = new ClosedPort();
                return Task.FromResult(new RunningFault(new("https://api.lab.test/v1"), new Uri($"http://127.0.0.1:{port.Number}"), port));
            },
        },
    ];

    private static FaultScenario Proxied(string name, string? brokenStage, string cause, Misbehaviour conduct, string scheme = "http") =>
        Before(
            name, brokenStage, cause, conduct, scheme,
            static () => FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server)),
            static api => api.Https());

    /// <summary>The same before an <c>http://</c> API: the probe sends no credential, and the API refuses it for want of one.</summary>
    private static FaultScenario PlainRoute(string name, string? brokenStage, string cause, Misbehaviour conduct, string scheme = "http") =>
        Before(name, brokenStage, cause, conduct, scheme, static () => FaultServer.Start(KeyWanted), static api => api.Http());

    private static Misbehaviour KeyWanted { get; } = Misbehave.Reply(
        "401 Unauthorized", "application/json",
        """{"error":{"message":"You didn't provide an API key.","type":"invalid_request_error","param":null,"code":null}}""");

    private static FaultScenario Before(
        string name, string? brokenStage, string cause, Misbehaviour conduct, string scheme, Func<FaultServer> start, Func<FaultServer,
        Uri> baseUrl) => new()
        {
            Name = name,
            Trigger = TriggerPoint.OnTunnel,
            Break = brokenStage,
            Cause = cause,
            Owner = Path,
            StartAsync = _ =>
            {
                var api = start();
                var proxy = FaultServer.Start(conduct);
                return Task.FromResult(new RunningFault(baseUrl(api), new Uri($"{scheme}://127.0.0.1:{proxy.Endpoint.Port}"), api, proxy));
            },
        };
}
