using System.Security.Authentication;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FaultLab.Faults;

/// <content>TLS.</content>
public static partial class FaultCatalog
{
    private static IReadOnlyList<FaultScenario> Handshakes =>
    [
        Handshake("tls/reset", "tls.reset", Misbehave.ResetAfterFirstByte),
        Handshake("tls/closed", "tls.closed", Misbehave.CloseAfterFirstByte),
        Handshake("tls/closed-on-accept", "tls.closed", Misbehave.CloseOnAccept) with { Trigger = TriggerPoint.OnAccept },
        Handshake("tls/stall", "tls.timeout", Misbehave.StallAfterAccept) with { Trigger = TriggerPoint.OnAccept, NeverEnds = true },
        Handshake("tls/plain-http", "config.base-url", Misbehave.PlainHttpOnTlsPort) with { Owner = "configuration" },
        Handshake("tls/old-versions", "tls.protocol", Misbehave.OldTlsOnly(LabTrust.Server)),
        Handshake("tls/alert-protocol-version", "tls.protocol", Misbehave.TlsAlert(70)),
        Handshake("tls/alert-handshake-failure", "tls.protocol", Misbehave.TlsAlert(40)),
        Handshake("tls/alert-unrecognized-name", "tls.protocol", Misbehave.TlsAlert(112)),
        Handshake("tls/alert-access-denied", "tls.protocol", Misbehave.TlsAlert(49)),
        Flawed("tls/expired", "tls.expired", CertificateFlaw.Expired),
        Flawed("tls/not-yet-valid", "tls.not-yet-valid", CertificateFlaw.NotYetValid),
        Flawed("tls/wrong-name", "tls.name-mismatch", CertificateFlaw.WrongName),
        Flawed("tls/partial-chain", "tls.partial-chain", CertificateFlaw.PartialChain),
        Flawed("tls/self-signed", "tls.untrusted-root", CertificateFlaw.SelfSigned),
        OpenSsl("tls/unknown-root", "tls.untrusted-root", Path, "secure",
            static stop => OpenSslServer.StartSendingRootAsync(LabTrust.Inspection, stop)),
        OpenSsl("tls/client-certificate-1.2", "tls.client-certificate-required", Path, "secure",
            static stop => OpenSslServer.StartRequiringClientCertificateAsync(LabTrust.Server, tls13: false, stop)),
        OpenSsl("tls/client-certificate-1.3", "tls.client-certificate-required", Path, "secure",
            static stop => OpenSslServer.StartRequiringClientCertificateAsync(LabTrust.Server, tls13: true, stop)),
        new()
        {
            Name = "tls/silent-aia", Trigger = TriggerPoint.InTls, Break = "secure", Cause = "tls.partial-chain", Owner = Path,
                NeverEnds = true,
            StartAsync = static _ =>
            {
                var silent = new SilentPort();
                var certificate = LabTrust.Trusted.IssueServerWithIssuerAt(new($"http://127.0.0.1:{silent.Number}/issuer.crt"));
                var server = FaultServer.Start(Misbehave.Healthy.OverTls(certificate));
                return Task.FromResult(new RunningFault(server.Https(), Proxy: null, server, silent));
            },
        },
        Handshake("tls/healthy-1.2", "ok", Misbehave.Healthy.OverTls(
            LabTrust.Server, SslProtocols.Tls12)) with { Break = null, Owner = "none" },
        Handshake("tls/healthy-1.3", "ok", Misbehave.Healthy.OverTls(
            LabTrust.Server, SslProtocols.Tls13)) with { Break = null, Owner = "none" },
    ];

    private static FaultScenario Handshake(string name, string cause, Misbehaviour misbehaviour) => new()
    {
        Name = name,
        Trigger = TriggerPoint.InTls,
        Break = "secure",
        Cause = cause,
        Owner = Path,
        StartAsync = Serve(misbehaviour),
    };

    private static FaultScenario Flawed(string name, string cause, CertificateFlaw flaw) =>
        Handshake(name, cause, Misbehave.Healthy.OverTls(LabTrust.Trusted.IssueServer(flaw)));

    private static FaultScenario OpenSsl(
        string name, string cause, string owner, string brokenStage, Func<CancellationToken, Task<LabProcess>> start) => new()
        {
            Name = name,
            Trigger = TriggerPoint.InTls,
            Break = brokenStage,
            Cause = cause,
            Owner = owner,
            StartAsync = async stop =>
            {
                var server = await start(stop);
                return new(server.Url("https"), Proxy: null, server);
            },
        };
}
