using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>Node 22 and 24 can be told to take the environment's proxy and the system's trust store; Node 20 cannot.</summary>
public sealed class NewerNodeTests(Workloads workloads) : IClassFixture<Workloads>
{
    private const string Missing = "Node 20, 22 and 24 or the workloads' interpreters are missing: run eng/install-lab.sh.";
    private const string KnownToTheProxyOnly = "https://api.lab.test/v1";

    public static bool HasNewerNodes => Workloads.Missing is null && ((int[])[20, 22, 24]).All(major => LabRequirements.NodeOf(major) is not null);

    [Theory(SkipUnless = nameof(HasNewerNodes), Skip = Missing)]
    [InlineData("NODE_USE_ENV_PROXY", "1")]
    [InlineData("NODE_OPTIONS", "--use-env-proxy")]
    public async Task ProxyOfTheEnvironment_TakenByNewerNodesAlone_IsWhyNode20Fails(string variable, string value)
    {
        await using var proxy = FaultServer.Start(FaultProxy.Inspecting(LabTrust.Server, Misbehave.Healthy));
        var request = FromEnvironment(Probe.Of(new(KnownToTheProxyOnly))) with { Explain = true };

        foreach (var node in workloads.NewerNodes)
        {
            var able = node.With(("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Endpoint.Port}"), (variable, value));
            var result = await able.ProbeAsync(request);

            result.AssertPassed();
            Assert.Equal("HTTPS_PROXY", result.Find<ConfigureEvidence>()!.Facts!.Proxy!.Source);
            Assert.Equal(StageOutcome.Passed, result.Find<TunnelEvidence>()!.Outcome);
        }

        // Node 20 does not know the option and does not even start with it.
        var old = workloads.OldNode.With(("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Endpoint.Port}"), ("NODE_USE_ENV_PROXY", "1"));
        var failed = await old.ProbeAsync(request);

        Assert.True(
            (Stage.Resolve, RuntimeDifferenceKind.ProxyRules) == (failed.Break, failed.Diagnosis.Difference?.Kind), failed.ToJson());
        Assert.Contains("only Node 22.21, 24.5 and later can take it", failed.Diagnosis.Difference!.Explanation, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasNewerNodes), Skip = Missing)]
    public async Task ProxyOfTheEnvironment_NotTakenByANewerNodeThatIsNotTold_SaysWhatToSet()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Inspecting(LabTrust.Server, Misbehave.Healthy));
        var node = workloads.NewerNodes[^1].With(("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Endpoint.Port}"));

        var result = await node.ProbeAsync(FromEnvironment(Probe.Of(new(KnownToTheProxyOnly))) with { Explain = true });

        Assert.Equal(RuntimeDifferenceKind.ProxyRules, result.Diagnosis.Difference?.Kind);
        Assert.Contains("NODE_USE_ENV_PROXY=1 is not set", result.Diagnosis.Difference!.Explanation, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasNewerNodes), Skip = Missing)]
    public async Task AllProxy_TakenByDotnetAndHttpxButByNoNode_IsNamed()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Inspecting(LabTrust.Server, Misbehave.Healthy));
        var all = ("ALL_PROXY", $"http://127.0.0.1:{proxy.Endpoint.Port}");
        var request = FromEnvironment(Probe.Of(new(KnownToTheProxyOnly)));

        var python = await workloads.Httpx.With(all).ProbeAsync(request);
        var node = await workloads.NewerNodes[^1].With(all, ("NODE_USE_ENV_PROXY", "1")).ProbeAsync(request with { Explain = true });

        python.AssertPassed();
        Assert.True(RuntimeDifferenceKind.ProxyRules == node.Diagnosis.Difference?.Kind, node.ToJson());
        Assert.Contains("Node takes no proxy from ALL_PROXY", node.Diagnosis.Difference!.Explanation, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasNewerNodes), Skip = Missing)]
    public async Task PortInNoProxy_NewerNodesGoDirect_DotnetFailsAtTheDeadProxy()
    {
        using var dead = new ClosedPort();
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        var request = FromEnvironment(Probe.Of(server.Https()));

        foreach (var version in workloads.NewerNodes)
        {
            var node = version.With(
                ("HTTPS_PROXY", $"http://127.0.0.1:{dead.Number}"), ("NO_PROXY", $"localhost:{server.Endpoint.Port}"), ("NODE_USE_ENV_PROXY", "1"));
            var (result, dotnet) = (await node.ProbeAsync(request), await request.RunAsync(node.Surroundings));

            result.AssertPassed();
            Assert.Equal(Cause.ProxyUnreachable, dotnet.Diagnosis.Cause);
            Assert.True(result.Find<ConfigureEvidence>()!.Facts!.Proxy is { Bypassed: true, Source: "NO_PROXY" }, result.ToJson());
        }
    }

    [Theory(SkipUnless = nameof(HasNewerNodes), Skip = Missing)]
    [InlineData("NODE_OPTIONS", "--use-system-ca")]
    [InlineData("NODE_OPTIONS", "--use-openssl-ca")]
    public async Task RootInTheSystemsStoreOnly_TrustedByANodeThatIsTold_IsWhyTheSameNodeFailsWithout(string variable, string value)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        var request = Probe.Of(server.Https()) with { Explain = true };
        var node = workloads.NewerNodes[^1].With(("NODE_EXTRA_CA_CERTS", null));

        var (told, untold) = (await node.With((variable, value)).ProbeAsync(request), await node.ProbeAsync(request));

        told.AssertPassed();
        Assert.Equal(RuntimeDifferenceKind.TrustStore, untold.Diagnosis.Difference?.Kind);
        Assert.Contains("that are built into Node; .NET trusts the system's store", untold.Diagnosis.Difference!.Explanation, StringComparison.Ordinal);
        Assert.Contains("--use-system-ca", untold.Diagnosis.Difference.Step, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasNewerNodes), Skip = Missing)]
    public async Task RootByRequestsCaBundleOnly_Httpx_FailsAndSaysThatItDoesNotReadIt()
    {
        using var folder = LabFolder.Create("bundle");
        var bundle = folder.Write("cacert.pem", LabTrust.Inspection.Root.ExportCertificatePem());
        folder.Write("certifi.py", $"def where():\n    return '{bundle}'\n");
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        var python = workloads.Httpx.With(
            ("SSL_CERT_FILE", null), ("SSL_CERT_DIR", null), ("PYTHONPATH", folder.Path), ("REQUESTS_CA_BUNDLE", LabTrust.Install().File));

        var result = await python.ProbeAsync(Probe.Of(server.Https()) with { Explain = true });

        Assert.Equal(RuntimeDifferenceKind.TrustStore, result.Diagnosis.Difference?.Kind);
        Assert.Matches(@"REQUESTS_CA_BUNDLE is set, and Python \(httpx \S+\) does not read it", result.Diagnosis.Difference!.Explanation);
    }

    [Theory(SkipUnless = nameof(HasNewerNodes), Skip = Missing)]
    [InlineData("proxy/working", null, "ok")]
    [InlineData("proxy/denied", "tunnel", "proxy.denied")]
    [InlineData("proxy/auth-required", "tunnel", "proxy.auth-required")]
    [InlineData("proxy/502", "tunnel", "proxy.failed")]
    [InlineData("proxy/closes", "tunnel", "proxy.no-answer")]
    [InlineData("proxy/resets", "tunnel", "proxy.no-answer")]
    [InlineData("proxy/refused", "connect", "proxy.unreachable")]
    [InlineData("proxy/inspecting", "secure", "tls.partial-chain")]
    public async Task ProxyOfTheRoute_ThroughNewerNodes_HasItsBreakAndCause(string name, string? broken, string cause)
    {
        await using var running = await FaultCatalog.Named(name).StartAsync(TestContext.Current.CancellationToken);

        await Parallel.ForEachAsync(workloads.NewerNodes, TestContext.Current.CancellationToken, async (node, _) =>
        {
            var result = await node.ProbeAsync(Probe.Of(running.BaseUrl).Through(running.Proxy!));

            Assert.True(
                (broken, cause) == (result.Break is { } stage ? WireWord.Of(stage) : null, WireWord.Of(result.Diagnosis.Cause)),
                $"{node}: {result.ToJson()}");
        });
    }

    private static ProbeRequest FromEnvironment(ProbeRequest request) =>
        request with { Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() } };
}
