using System.Text.Json;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Tests.Probes;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>The faults that apply, each through the real interpreters: the same stage, cause and owner as with this process' own stack.</summary>
public sealed class RuntimeFaultTests(Workloads workloads, LabApiFixture lab) : IClassFixture<Workloads>, IClassFixture<LabApiFixture>
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(30);

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    [InlineData("tcp/refused")]
    [InlineData("tcp/silent")]
    [InlineData("tls/plain-http")]
    [InlineData("tls/wrong-name")]
    [InlineData("tls/unknown-root")]
    [InlineData("tls/client-certificate-1.3")]
    [InlineData("http/headers-never")]
    [InlineData("http/closed")]
    [InlineData("http/reset")]
    [InlineData("http/not-http")]
    [InlineData("http/redirected")]
    [InlineData("http/body-truncated")]
    [InlineData("proxy/denied")]
    [InlineData("proxy/working")]
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

            Assert.True(
                (fault.Break, fault.Cause, fault.Owner) == (result.Break is { } stage ? WireWord.Of(stage) : null, WireWord.Of(result.Diagnosis.Cause), WireWord.Of(result.Diagnosis.Owner)),
                $"{workload}: {result.ToJson()}");
            Assert.DoesNotContain(fault.Credential, JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult), StringComparison.Ordinal);
            Assert.StartsWith(workload.Sdk, result.Vantage.Runtime.Sdk, StringComparison.Ordinal);
            Assert.Equal(workload.Runtime, result.Route.Runtime);
        });
    }

    [Theory(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    [InlineData("openai/invalid-key", "auth.invalid-key")]
    [InlineData("openai/rate-limit", "quota.rate")]
    [InlineData("openai/server-error", "server.error")]
    public async Task Answer_ThroughEachRuntime_HasItsCauseAndRequestId(string name, string cause)
    {
        var fault = FaultCatalog.Named(name);
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);

        await Parallel.ForEachAsync(workloads.All, TestContext.Current.CancellationToken, async (workload, _) =>
        {
            var surroundings = workload.With(("LAB_OPENAI_KEY", fault.Credential));
            var result = await surroundings.ProbeAsync(Probe.Of(running.BaseUrl));

            Assert.True((Stage.Answer, cause) == (result.Break, WireWord.Of(result.Diagnosis.Cause)), $"{workload}: {result.ToJson()}");
            Assert.NotNull(result.Response!.RequestId);
        });
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = "The workloads' interpreters are missing: run eng/install-lab.sh.")]
    public async Task HealthyRoute_ThroughEachRuntime_PassesWithEveryStage()
    {
        await Parallel.ForEachAsync(workloads.All, TestContext.Current.CancellationToken, async (workload, _) =>
        {
            var result = await workload.ProbeAsync(Probe.Of(lab.Api.BaseUrl(LabPersona.OpenAI)));

            result.AssertPassed();
            Assert.All(result.Stages.Where(stage => stage.Stage is not Stage.Tunnel), stage => Assert.Equal(StageOutcome.Passed, stage.Outcome));
            Assert.All(result.Stages.Where(stage => stage.Stage > Stage.Credential && stage.Outcome is StageOutcome.Passed), stage => Assert.NotNull(stage.Duration));
            Assert.Equal("TLS 1.3", result.Find<SecureEvidence>()!.Facts!.Protocol);
            Assert.Equal("CN=ProbeFleet Lab Issuing", result.Find<SecureEvidence>()!.Facts!.Issuer);
            Assert.NotNull(result.Workload!.Version);
            Assert.Null(result.Workload.Control);
        });
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

    public static bool HasWorkloads => Workloads.Missing is null;

    private static ProbeBudget EndingIn(string stage) => stage switch
    {
        "connect" => new(Short, Whole, Whole, Whole),
        "respond" => new(Whole, Whole, Short, Whole),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Nothing of these stalls here."),
    };
}
