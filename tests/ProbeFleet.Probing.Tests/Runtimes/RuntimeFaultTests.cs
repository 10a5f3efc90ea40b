using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>
/// The faults that apply, each through the real interpreters: the same stage, cause and owner as with this process' own stack.
/// </summary>
public sealed class RuntimeFaultTests(Workloads workloads, LabApiFixture lab) : IClassFixture<Workloads>, IClassFixture<LabApiFixture>
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The whole catalog but for what does not apply: these clients speak to <c>http://</c> proxies only, and over plain http a proxy's
    /// route withholds its credential.
    /// </summary>
    public static TheoryData<string> Names { get; } =
        [.. FaultCatalog.All.Select(fault => fault.Name).Where(name => !IsAnswer(name)
            && !name.StartsWith("proxy/https", StringComparison.Ordinal) && !name.StartsWith("proxy/socks", StringComparison.Ordinal))];

    /// <summary>Every answer: its reading is not the runtime's, so that one of them, in turn, carries it.</summary>
    public static TheoryData<string, int> Answers
    {
        get
        {
            TheoryData<string, int> answers = [];
            foreach (var (number, fault) in FaultCatalog.All.Where(fault => IsAnswer(fault.Name)).Index())
            {
                answers.Add(fault.Name, number);
            }

            return answers;
        }
    }

    private static bool IsAnswer(string name) => name.Split('/')[0] is not ("tcp" or "tls" or "http" or "proxy");

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    [MemberData(nameof(Names))]
    public async Task Fault_ThroughEachRuntime_HasItsBreakCauseAndOwner(string name)
    {
        var fault = FaultCatalog.Named(name);
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);
        var request = Probe.Of(running.BaseUrl) with { Budget = fault.NeverEnds ? EndingIn(fault.Break!) : Probe.Ample };
        request = running.Proxy is { } proxy ? request.Through(proxy) : request;
        // fetch of this Node takes no proxy: another test says what becomes of it.
        var able = workloads.All.Where(workload => running.Proxy is null || workload.Runtime is WorkloadRuntime.Python);

        await Parallel.ForEachAsync(able, TestContext.Current.CancellationToken, async (workload, _) =>
        {
            var result = await workload.ProbeAsync(request);

            var cause = CausesOf(fault, workload).Contains(WireWord.Of(result.Diagnosis.Cause)) ? WireWord.Of(result.Diagnosis.Cause) : fault.Cause;
            var broken = cause is "http.reset" or "http.closed" ? "respond" : fault.Break;
            var found = (result.Break is { } stage
                ? WireWord.Of(stage)
                : null, WireWord.Of(result.Diagnosis.Cause), WireWord.Of(result.Diagnosis.Owner));
            Assert.True((broken, cause, fault.Owner) == found, $"{workload}: {result.ToJson()}");
            Assert.DoesNotContain(
                fault.Credential, JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult), StringComparison.Ordinal);
            Assert.StartsWith(workload.Sdk, result.Vantage.Runtime.Sdk, StringComparison.Ordinal);
            Assert.Equal(workload.Runtime, result.Route.Runtime);
        });
    }

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    [MemberData(nameof(Answers))]
    public async Task Answer_ThroughARuntime_HasItsCauseAndOwner(string name, int turn)
    {
        var fault = FaultCatalog.Named(name);
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);
        var kind = Enum.GetValues<RouteKind>().Single(kind => WireWord.Of(kind) == fault.RouteKind);
        var request = Probe.Of(running.BaseUrl, kind, kind is RouteKind.AzureOpenAI ? "chat" : "gpt-4.1-nano");
        var workload = workloads.All[turn % workloads.All.Count];

        var result = await workload.With(
            ("LAB_OPENAI_KEY", fault.Credential), ("LAB_AZURE_KEY", fault.Credential), ("LAB_GATEWAY_KEY", fault.Credential))
            .ProbeAsync(request);

        Assert.True(
            (fault.Break, fault.Cause, fault.Owner)
            == (result.Break is { } stage ? WireWord.Of(stage) : null, WireWord.Of(result.Diagnosis.Cause), WireWord.Of(result.Diagnosis.Owner)),
            $"{workload}: {result.ToJson()}");
        Assert.DoesNotContain(fault.Credential, result.ToJson(), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    public async Task HealthyRoute_ThroughEachRuntime_PassesWithEveryStage()
    {
        await Parallel.ForEachAsync(workloads.All, TestContext.Current.CancellationToken, async (workload, _) =>
        {
            var result = await workload.ProbeAsync(Probe.Of(lab.Api.BaseUrl(LabPersona.OpenAI)));

            result.AssertPassed();
            Assert.All(result.Stages.Where(stage => stage.Stage is not Stage.Tunnel), stage => Assert.Equal(
                StageOutcome.Passed, stage.Outcome));
            Assert.All(result.Stages.Where(stage => stage.Stage is not Stage.Tunnel), stage => Assert.NotNull(stage.Duration));
            Assert.Equal("TLS 1.3", result.Find<SecureEvidence>()!.Facts!.Protocol);
            Assert.Equal("CN=ProbeFleet Lab Issuing", result.Find<SecureEvidence>()!.Facts!.Issuer);
            Assert.NotNull(result.Workload!.Version);
            Assert.Null(result.Workload.Control);
        });
    }

    [Fact(SkipUnless = nameof(HasOldNode), Skip = "Node 20 or the workloads' interpreters are missing: run eng/install-lab.sh.")]
    public async Task ProxyThatTheClientCannotUse_IsNamedAsTheReason()
    {
        var route = Probe.Of(new("https://api.lab.test/v1"));

        var node = await workloads.OldNode.ProbeAsync(route.Through(new("http://127.0.0.1:9")));

        Assert.True(node.Diagnosis.Cause is Cause.ConfigRuntimeNotAvailable, node.ToJson());
        Assert.Contains("cannot use the route's proxy", node.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    public async Task UnknownName_ThroughEachRuntime_BreaksAtResolve()
    {
        await Parallel.ForEachAsync(workloads.All, TestContext.Current.CancellationToken, async (workload, _) =>
        {
            var result = await workload.ProbeAsync(Probe.Of(new("https://nowhere.invalid/v1")));

            Assert.True(result.Break is Stage.Resolve, $"{workload}: {result.ToJson()}");
            Assert.Equal(FailureKind.HostNotFound, result.FailureAt(Stage.Resolve)!.Kind);
        });
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    public async Task ProxysPassword_IsInNoResult()
    {
        using var dead = new ClosedPort();
        var request = Probe.Of(new("https://api.lab.test/v1"));
        request = request with { Route = request.Route with { Proxy = new ProxyChoice.FromEnvironment() } };

        await Parallel.ForEachAsync(workloads.All, TestContext.Current.CancellationToken, async (workload, _) =>
        {
            var proxied = workload.With(
                ("HTTPS_PROXY", $"http://planted-user:planted-word@127.0.0.1:{dead.Number}"), ("NODE_USE_ENV_PROXY", "1"));
            var result = await proxied.ProbeAsync(request);

            Assert.Equal(ProbeOutcome.Failed, result.Outcome);
            Assert.DoesNotContain("planted", result.ToJson(), StringComparison.Ordinal);
        });
    }

    /// <summary>
    /// What Node does not tell its programs: the reset where one of its writes took it from the kernel first, that the server asks for a
    /// client certificate, and the alert about it where a write failed before it was read.
    /// </summary>
    private static string[] CausesOf(FaultScenario fault, Workload workload) => (fault.Name, workload.Runtime) switch
    {
        ("http/reset", WorkloadRuntime.Node) => ["http.closed"],
        ("tls/client-certificate-1.2", WorkloadRuntime.Node) => ["tls.protocol"],
        ("tls/client-certificate-1.3", WorkloadRuntime.Node) => ["http.reset", "http.closed"],
        _ => [],
    };

    public static bool HasWorkloads => Workloads.Missing is null;

    public static bool HasOldNode => HasWorkloads && LabRequirements.NodeOf(20) is not null;

    private static ProbeBudget EndingIn(string stage) => stage switch
    {
        "connect" or "tunnel" => new(Short, Whole, Whole, Whole),
        "secure" => new(Whole, Short, Whole, Whole),
        "respond" => new(Whole, Whole, Short, Whole),
        // An interpreter takes 8 s to start on a machine under load 20.
        "answer" => new(Whole, Whole, Whole, TimeSpan.FromSeconds(20)),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Nothing of the catalog stalls here."),
    };
}
