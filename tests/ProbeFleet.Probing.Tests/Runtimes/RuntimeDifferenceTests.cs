using System.Security.Authentication;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>Routes that pass with one runtime and fail with another from the same place, and what explains it.</summary>
public sealed class RuntimeDifferenceTests(Workloads workloads) : IClassFixture<Workloads>
{
    private const string Missing = "The workloads' interpreters are missing: run eng/install-lab.sh.";
    private static readonly Misbehaviour Healthy = Misbehave.Healthy.OverTls(LabTrust.Server);

    public static bool HasWorkloads => Workloads.Missing is null;

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task RootInTheSystemsStoreOnly_PythonWithCertifi_FailsAndDotnetPasses()
    {
        using var folder = LabFolder.Create("certifi");
        var bundle = folder.Write("cacert.pem", LabTrust.Inspection.Root.ExportCertificatePem());
        folder.Write("certifi.py", $"def where():\n    return '{bundle}'\n");
        await using var server = FaultServer.Start(Healthy);
        var python = workloads.Httpx.With(("SSL_CERT_FILE", null), ("SSL_CERT_DIR", null), ("PYTHONPATH", folder.Path));

        var result = await python.ProbeAsync(Explained(server.Https()));

        var difference = AssertExplained(result, Cause.TlsPartialChain, RuntimeDifferenceKind.TrustStore);
        Assert.Contains($"of certifi ({bundle})", difference.Explanation, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", difference.Step, StringComparison.Ordinal);
        Assert.Equal(Owner.Configuration, result.Diagnosis.Owner);
        Assert.Equal("CN=ProbeFleet Lab Issuing", result.Find<SecureEvidence>()!.Facts!.Issuer);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task RootBySslCertFileOnly_Node_FailsAndSaysThatItDoesNotReadIt()
    {
        await using var server = FaultServer.Start(Healthy);

        var result = await workloads.OpenAI.With(("NODE_EXTRA_CA_CERTS", null)).ProbeAsync(Explained(server.Https()));

        var difference = AssertExplained(result, Cause.TlsPartialChain, RuntimeDifferenceKind.TrustStore);
        Assert.Contains("SSL_CERT_FILE and SSL_CERT_DIR are set, and Node (openai 6.49.0) does not read", difference.Explanation,
            StringComparison.Ordinal);
        Assert.Contains("NODE_EXTRA_CA_CERTS", difference.Step, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task RootByNodeExtraCaCertsOnly_NodePasses_DotnetFails()
    {
        using var folder = LabFolder.Create("extra");
        var extra = folder.Write("extra.pem", LabTrust.Inspection.Root.ExportCertificatePem());
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Inspection.IssueServer()));
        var node = workloads.Fetch.With(("NODE_EXTRA_CA_CERTS", extra));

        var (dotnet, other) = (await Probe.Of(server.Https()).RunAsync(), await node.ProbeAsync(Probe.Of(server.Https())));

        var difference = AssertOnlyOtherPasses(dotnet, other, RuntimeDifferenceKind.TrustStore);
        Assert.Contains("NODE_EXTRA_CA_CERTS is set, and .NET does not read it", difference.Explanation, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task NameThatOnlyTheProxyKnows_Node_FailsAndDotnetPasses()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Inspecting(LabTrust.Server, Misbehave.Healthy));
        var node = workloads.Fetch.With(("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Endpoint.Port}"));

        var result = await node.ProbeAsync(Explained(new("https://api.lab.test/v1")));

        Assert.Equal(Stage.Resolve, result.Break);
        var difference = AssertExplained(result, result.Diagnosis.Cause, RuntimeDifferenceKind.ProxyRules);
        Assert.Contains($".NET goes through http://127.0.0.1:{proxy.Endpoint.Port}", difference.Explanation, StringComparison.Ordinal);
        Assert.Contains("leaves HTTPS_PROXY alone", difference.Explanation, StringComparison.Ordinal);
        Assert.Contains("NODE_USE_ENV_PROXY", difference.Step, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task PortInNoProxy_PythonGoesDirect_DotnetFailsAtTheDeadProxy()
    {
        using var dead = new ClosedPort();
        await using var server = FaultServer.Start(Healthy);
        var python = workloads.Httpx.With(
            ("HTTPS_PROXY", $"http://127.0.0.1:{dead.Number}"), ("NO_PROXY", $"localhost:{server.Endpoint.Port}"));
        var request = FromEnvironment(Probe.Of(server.Https()));

        var (dotnet, other) = (await request.RunAsync(python.Surroundings), await python.ProbeAsync(request));

        var difference = AssertOnlyOtherPasses(dotnet, other, RuntimeDifferenceKind.ProxyRules);
        Assert.Contains("in Python and Node but not in .NET", difference.Explanation, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task ServerWithoutTls13_NodeThatAsksForIt_FailsAndDotnetPasses()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server, SslProtocols.Tls12));

        var result = await workloads.Fetch.With(("NODE_OPTIONS", "--tls-min-v1.3")).ProbeAsync(Explained(server.Https()));

        var difference = AssertExplained(result, Cause.TlsProtocol, RuntimeDifferenceKind.TlsVersion);
        Assert.Contains("agrees to TLS 1.3 or later, and the server agreed on TLS 1.2 with .NET", difference.Explanation,
            StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task AnswerAfterHttpxsOwnTimeout_Python_FailsAndDotnetPasses()
    {
        await using var server = FaultServer.Start(Misbehave.Answer(beforeHeaders: TimeSpan.FromSeconds(5.4)).OverTls(LabTrust.Server));

        var result = await workloads.Httpx.ProbeAsync(Explained(server.Https()));

        var difference = AssertExplained(result, Cause.HttpHeaderTimeout, RuntimeDifferenceKind.Timeouts);
        Assert.Contains("waits 5 s", difference.Explanation, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task FirstConnectionReset_NodesSdkWouldRepeat_AndTheDiagnosisSaysHowOften()
    {
        var connections = 0;
        await using var server = FaultServer.Start(
            (connection, stopping) => (Interlocked.Increment(ref connections) == 1 ? Misbehave.ResetBeforeHeaders : Misbehave.Healthy)
                .OverTls(LabTrust.Server)(connection, stopping));

        // A closer look would connect as well, and which connection comes first is then open.
        var request = Probe.Of(server.Https());
        var result = await workloads.OpenAI.ProbeAsync(request);
        var dotnet = await request.RunAsync();

        dotnet.AssertPassed();
        var difference = RuntimeDifferences.Explain(RuntimeSide.From(result, passed: false), new(null, RuntimeControl.From(dotnet)));
        Assert.Equal(RuntimeDifferenceKind.Retries, difference?.Kind);
        Assert.Contains("repeats such a call 2 times by default", difference!.Explanation, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task FaultOfThePath_BothFail_AndTheDiagnosisSaysThatTheRuntimeMakesNoDifference()
    {
        await using var running = await FaultCatalog.Named("tcp/refused").StartAsync(TestContext.Current.CancellationToken);

        var result = await workloads.Urllib.ProbeAsync(Explained(running.BaseUrl));

        Assert.Null(result.Diagnosis.Difference);
        Assert.Contains("the runtime makes no difference", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Equal(Cause.TcpRefused, result.Workload!.Control!.Cause);
    }

    private static ProbeRequest Explained(Uri baseUrl) => FromEnvironment(Probe.Of(baseUrl)) with { Explain = true };

    private static ProbeRequest FromEnvironment(ProbeRequest request) =>
        request with { Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() } };

    private static RuntimeDifference AssertExplained(ProbeResult result, Cause cause, RuntimeDifferenceKind kind)
    {
        Assert.True(
            (ProbeOutcome.Failed, cause, (ProbeOutcome?)ProbeOutcome.Passed, (RuntimeDifferenceKind?)kind)
            == (result.Outcome, result.Diagnosis.Cause, result.Workload?.Control?.Outcome, result.Diagnosis.Difference?.Kind),
            result.ToJson());
        Assert.Contains("From the same place the same request passes with .NET", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(result.Diagnosis.Difference!.Step, result.Diagnosis.DoNext);
        return result.Diagnosis.Difference;
    }

    private static RuntimeDifference AssertOnlyOtherPasses(ProbeResult dotnet, ProbeResult other, RuntimeDifferenceKind kind)
    {
        other.AssertPassed();
        Assert.Equal(ProbeOutcome.Failed, dotnet.Outcome);
        var difference = RuntimeDifferences.Explain(RuntimeSide.From(dotnet, passed: false), RuntimeSide.From(other, passed: true));
        Assert.True(difference?.Kind == kind, $"{difference}");
        return difference!;
    }
}
