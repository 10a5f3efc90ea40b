namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>
/// Alerts that a runtime reads after its handshake, by the codes that Python and Node give them: no server of the lab sends another one
/// than 116 there.
/// </summary>
public sealed class RuntimeAlertTests : IDisposable
{
    private readonly LabFolder _folder = LabFolder.Create("alerts");

    [Theory]
    [InlineData("SSLV3_ALERT_BAD_CERTIFICATE")]
    [InlineData("SSL/TLS_ALERT_BAD_CERTIFICATE")] // Node with OpenSSL 3.2 and later.
    [InlineData("SSLV3_ALERT_UNSUPPORTED_CERTIFICATE")]
    [InlineData("SSLV3_ALERT_CERTIFICATE_REVOKED")]
    [InlineData("SSLV3_ALERT_CERTIFICATE_EXPIRED")]
    [InlineData("SSLV3_ALERT_CERTIFICATE_UNKNOWN")]
    [InlineData("TLSV1_ALERT_UNKNOWN_CA")]
    [InlineData("TLSV13_ALERT_CERTIFICATE_REQUIRED")]
    public async Task AlertAboutThisSidesCertificate_IsAMissingClientCertificate(string code)
    {
        var result = await ProbeAsync(code, "respond");

        Assert.True(
            (Stage.Secure, FailureKind.ClientCertificateRequired, Cause.TlsClientCertificateRequired)
            == (result.Break, result.FailureAt(Stage.Secure)?.Kind, result.Diagnosis.Cause),
            result.ToJson());
    }

    [Theory]
    [InlineData("TLSV1_ALERT_INTERNAL_ERROR", "respond")]
    [InlineData("TLSV1_UNRECOGNIZED_NAME", "respond")]
    [InlineData("SSLV3_ALERT_HANDSHAKE_FAILURE", "send")]
    [InlineData("SSL/TLS_ALERT_UNEXPECTED_MESSAGE", "respond")]
    public async Task OtherAlert_IsOneOfTheServersOwnEnd(string code, string stage)
    {
        // A server may ask for a certificate that it does not insist on.
        var result = await ProbeAsync(code, stage);

        Assert.True(
            (FailureKind.TlsAlert, Cause.HttpClosed) == (result.FailureAt(result.Break!.Value)?.Kind, result.Diagnosis.Cause), result.ToJson());
        Assert.NotEqual(Owner.Unknown, result.Diagnosis.Owner);
    }

    [Fact]
    public async Task CodeThatIsNoAlert_StaysUnclassified() =>
        Assert.Equal(FailureKind.Unclassified, (await ProbeAsync("BAD_LENGTH", "respond")).FailureAt(Stage.Respond)?.Kind);

    public void Dispose() => _folder.Dispose();

    private Task<ProbeResult> ProbeAsync(string code, string stage)
    {
        var passed = string.Concat(
            ((string[])["resolve", "connect", "secure"]).Select(name => $$"""{"stage":"{{name}}","outcome":"passed","atMs":1,"durationMs":1},"""));
        var evidence = $$$"""
            {"schema":1,"runtime":{"kind":"python","version":"3.11.2","client":"httpx"},"proxy":{"source":"none"},"certificateRequested":true,
            "resolve":{"host":"api.lab.test","addresses":["192.0.2.1"]},"connect":[{"endpoint":"192.0.2.1:443","durationMs":1}],
            "secure":{"name":"api.lab.test","protocol":"TLSv1.3"},"ended":"alert","totalMs":4,"open":"{{{stage}}}",
            "stages":[{{{passed}}}{"stage":"{{{stage}}}","outcome":"failed","atMs":2,"durationMs":1}],
            "failure":{"stage":"{{{stage}}}","code":"{{{code}}}","message":"[SSL: {{{code}}}] alert"}}
            """;
        var line = _folder.Write($"evidence{Guid.NewGuid():N}", evidence.ReplaceLineEndings("") + "\n");
        var program = _folder.Write($"program{Guid.NewGuid():N}", $"#!/bin/sh\ncat >/dev/null; cat {line}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var request = Probe.Of(new("https://api.lab.test/v1"));
        return (request with { Route = request.Route with { Runtime = WorkloadRuntime.Python }, Interpreter = program }).RunAsync();
    }
}
