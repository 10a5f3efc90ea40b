using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>Streams through real servers with limits of their own, read by the real interpreters: who cut them, and who collected them.</summary>
public sealed class RuntimeFrontTests(Workloads workloads) : IClassFixture<Workloads>
{
    private const string Missing = "The workloads' interpreters or the fronts are missing: run eng/install-lab.sh.";
    private static readonly StreamPlan Stalls = new() { Sent = 3, Then = Misbehave.Silence };
    private static readonly StreamPlan Spaced = new() { Gap = TimeSpan.FromMilliseconds(90) };

    public static bool HasAll => (Workloads.Missing ?? LabRequirements.MissingFor("nginx", "haproxy", "squid")) is null;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(HasAll), Skip = Missing)]
    public async Task NginxReadTimeout_IsACutAndTheGateways()
    {
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls));
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);

        AssertCut(await EachAsync(nginx.Url("https", "/piecewise/v1")), StreamEnd.TlsAlert, Owner.RouteProvider);
    }

    [Theory(SkipUnless = nameof(HasAll), Skip = Missing)]
    [InlineData("/v1", Cause.StreamBuffered)]
    [InlineData("/piecewise/v1", Cause.Ok)]
    public async Task NginxBuffering_PassesAndIsNamed(string path, Cause cause)
    {
        await using var api = FaultServer.Start(Misbehave.Stream(Spaced));
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);

        Assert.All(await EachAsync(nginx.Url("https", path), turned: cause is Cause.Ok), one =>
            Assert.True((ProbeOutcome.Passed, cause) == (one.Result.Outcome, one.Result.Diagnosis.Cause), $"{one.Workload}: {one.Result.ToJson()}"));
    }

    [Fact(SkipUnless = nameof(HasAll), Skip = Missing)]
    public async Task HaproxyServerTimeout_IsACutAndTheGateways()
    {
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls));
        await using var haproxy = await HaproxyServer.StartHttpAsync(
            api.Endpoint, LabTrust.Server, ["timeout client 30s", "timeout server 1s"], Stop);

        AssertCut(await EachAsync(haproxy.Url("https"), turned: true), StreamEnd.TlsAlert, Owner.RouteProvider);
    }

    [Fact(SkipUnless = nameof(HasAll), Skip = Missing)]
    public async Task HaproxyBetween_IsACutAndThePaths()
    {
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls).OverTls(LabTrust.Server));
        await using var haproxy = await HaproxyServer.StartTcpAsync(
            api.Endpoint, ["timeout client 30s", "timeout server 30s", "timeout tunnel 1s"], Stop);

        AssertCut(await EachAsync(haproxy.Url("https")), StreamEnd.Fin, Owner.ConnectionPath);
    }

    /// <summary>Node tells its programs of no alert: what .NET sees of the same end decides.</summary>
    [Fact(SkipUnless = nameof(HasAll), Skip = Missing)]
    public async Task EndThatNodeCannotSee_IsOfWhomDotnetSaw()
    {
        await using var api = FaultServer.Start(Misbehave.Stream(Stalls));
        await using var nginx = await NginxServer.StartAsync(api.Endpoint, LabTrust.Server, Stop);
        var order = Probe.Of(nginx.Url("https", "/piecewise/v1"), RouteKind.Gateway);

        var result = await workloads.Fetch.ProbeAsync(order with
        {
            Route = order.Route with { Request = RequestKind.ChatStream },
            Explain = true,
        });

        Assert.True(
            (Stage.Answer, Cause.StreamCut, Owner.RouteProvider) == (result.Break, result.Diagnosis.Cause, result.Diagnosis.Owner), result.ToJson());
        Assert.Equal(StreamEnd.Closed, result.Find<AnswerEvidence>()!.Facts!.Stream!.End);
        Assert.Contains(".NET can see", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    /// <summary>Both shapes of a stream come up with each runtime; which client has which changes nothing at a front.</summary>
    private async Task<IReadOnlyList<(Workload Workload, ProbeResult Result)>> EachAsync(Uri url, bool turned = false) =>
        await Task.WhenAll(workloads.All.Select(async (workload, number) =>
        {
            var order = Probe.Of(url, RouteKind.Gateway);
            var request = number % 2 == 0 ^ turned ? RequestKind.ChatStream : RequestKind.ResponsesStream;
            return (workload, await workload.ProbeAsync(order with { Route = order.Route with { Request = request } }));
        }));

    private static void AssertCut(IReadOnlyList<(Workload Workload, ProbeResult Result)> results, StreamEnd end, Owner owner) =>
        Assert.All(results, one =>
        {
            var (workload, result) = one;
            // Node does not tell its programs of the alert that ends TLS.
            var expected = workload.Runtime is WorkloadRuntime.Node ? (StreamEnd.Closed, Owner.ConnectionPath) : (end, owner);
            var stream = result.Find<AnswerEvidence>()?.Facts?.Stream;
            Assert.True(
                (Stage.Answer, Cause.StreamCut, expected) == (result.Break, result.Diagnosis.Cause, (stream?.End, result.Diagnosis.Owner))
                && stream is { Events: 3 } && stream.GapBeforeEnd > TimeSpan.Zero,
                $"{workload}: {result.ToJson()}");
        });
}
