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
        Proxied("proxy/socks5-refused", "tunnel", "proxy.failed", FaultProxy.Socks5Refusal, scheme: "socks5"),
        Proxied("proxy/inspecting", "secure", "tls.partial-chain",
            FaultProxy.Inspecting(LabTrust.Inspection.IssueServer(), Misbehave.Healthy)) with { Trigger = TriggerPoint.InTls },
        Proxied("proxy/working", null, "ok", FaultProxy.Working) with { Owner = "none" },
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

    private static FaultScenario Proxied(string name, string? brokenStage, string cause, Misbehaviour conduct, string scheme = "http") => new()
    {
        Name = name,
        Trigger = TriggerPoint.OnTunnel,
        Break = brokenStage,
        Cause = cause,
        Owner = Path,
        StartAsync = _ =>
        {
            var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
            var proxy = FaultServer.Start(conduct);
            return Task.FromResult(new RunningFault(api.Https(), new Uri($"{scheme}://127.0.0.1:{proxy.Endpoint.Port}"), api, proxy));
        },
    };
}
