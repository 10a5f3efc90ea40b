using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage.Baselines;

namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>What one route sends, and what its probe throws, reaches no other route of the vantage.</summary>
public sealed class RouteWallTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly RouteName Evil = new("evil");
    private static readonly RouteName Good = new("good");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, (Misbehaviour Evil, bool IsSecure, bool SendsYear, string Cause)> Inputs = new()
    {
        ["comments without an end"] =
            (Reply("200 OK", string.Concat(Enumerable.Repeat("<!---->", 60)) + "x"), false, false, "http.not-api"),
        ["half of a surrogate pair"] =
            (Reply("500 Internal Server Error", """{"error":{"message":"cut \ud83d"}}"""), false, false, "server.error"),
        ["half of a surrogate pair as a name"] =
            (Reply("500 Internal Server Error", """{"\ud83d":1,"error":{"message":"x"}}"""), false, false, "server.error"),
        ["retry after 58 days"] = (
            Reply("503 Service Unavailable\r\nRetry-After: 5000000", """{"error":{"message":"x"}}"""), false, false, "server.overloaded"),
        ["a date of month 99"] = (
            Misbehave.Healthy.OverTls(LabTrust.Trusted.IssueServer(CertificateFlaw.NoDate)), true, false, "tls.expired"),
        ["a header value that is a part of every instant"] = (Misbehave.Healthy, false, true, "ok"),
    };

    public static TheoryData<string> Names => [.. Inputs.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Round_OneRouteSends_TheOtherRoutesResultsAreAllStored(string name)
    {
        var input = Inputs[name];
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var server = FaultServer.Start(input.Evil);
        using var vantage = new LabVantage(azurite.Server);
        var evil = Lab.RouteTo(input.IsSecure ? server.Https() : server.Http(), "evil") with
        {
            Headers = input.SendsYear
                ? new Dictionary<string, CredentialSource.EnvironmentVariable> { ["x-tenant"] = new("LAB_YEAR") }
                : new Dictionary<string, CredentialSource.EnvironmentVariable>(),
        };
        vantage.Configure("", Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "good"), evil);
        if (input.Cause is not "server.overloaded")
        {
            // Only the waiting time is about the burst.
            vantage.Memory.Recall([new(Evil, ProbeOutcome.Failed, DateTimeOffset.UnixEpoch)], []);
        }

        var first = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));
        var second = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));

        Assert.Equal((2, 2, 0, 0), (first.Results, second.Results, first.Unprobed.Count, second.Unprobed.Count));
        var stored = await vantage.StoredAsync();
        Assert.Equal(["ok", "ok"], CausesOf(stored, Good));
        Assert.Equal([input.Cause, input.Cause], CausesOf(stored, Evil));
        await AssertTheRestWasDoneAsync(vantage, second);
    }

    [Fact]
    public async Task Round_OneProbeThrows_IsAResultAndTheOtherRoutesAreStored()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = new LabVantage(azurite.Server);
        vantage.Configure("", Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "good"), Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "evil"));
        vantage.Memory.Recall([], [Broken(Evil)]);

        var report = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));

        Assert.Equal((2, 1, 0), (report.Results, report.Failed, report.Unprobed.Count));
        var stored = await vantage.StoredAsync();
        Assert.Equal(["ok"], CausesOf(stored, Good));
        var failed = Assert.Single(stored, result => result.Route.Name == Evil);
        Assert.Equal((Cause.ProbeFailed, Owner.Unknown, null), (failed.Diagnosis.Cause, failed.Diagnosis.Owner, failed.Break));
        Assert.Contains("The probe itself failed while it made the attempt", failed.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.StartsWith("thrown in ProbeFleet.", Assert.Single(failed.Exception!).Message, StringComparison.Ordinal);
        await AssertTheRestWasDoneAsync(vantage, report);
    }

    [Fact]
    public async Task OnDemand_OneProbeThrows_EveryRouteHasAResult()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = new LabVantage(azurite.Server);
        var configuration = Lab.ConfigurationOf(
            Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "good"), Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "evil"));
        vantage.Memory.Recall([], [Broken(Evil)]);
        var probes = new OnDemandProbes(vantage.Runner, vantage.Recorder, vantage.Records, vantage.Telemetry, TimeProvider.System);

        var results = await probes.RunAsync(
            configuration, OnDemandOrder.Make(configuration, ["good", "evil"], null, null, out _)!, null, Stop);

        Assert.Equal(["evil probe.failed", "good ok"], results.Select(result => $"{result.Route.Name} {Word(result)}").Order());
        Assert.Equal(2, (await vantage.StoredAsync()).Count);
    }

    private static async Task AssertTheRestWasDoneAsync(LabVantage vantage, RoundReport.Ran last)
    {
        Assert.Equal((0, 0L), (vantage.Spool.State.Results, vantage.Spool.State.Dropped));
        Assert.Equal(2, (await vantage.SnapshotsAsync()).Count);
        Assert.NotNull(vantage.Memory.BaselineOf(Good));
        var baselines = await vantage.Storage.Baselines.ReadAsync(vantage.Vantage.Name, Stop);
        Assert.Contains(baselines.Values, baseline => baseline.Healthy.Route.Name == Good);
        var heartbeats = await vantage.Storage.ReadVantagesAsync(Stop);
        Assert.Equal(last.Number, heartbeats.Values.Single(row => row.Vantage.Name == vantage.Vantage.Name).LastRound);
    }

    /// <summary>A baseline that no comparison survives.</summary>
    private static RouteBaseline Broken(RouteName route) => new() { Healthy = Sample.Result($"{route}") with { Stages = null! } };

    private static IEnumerable<string> CausesOf(IEnumerable<ProbeResult> stored, RouteName route) =>
        stored.Where(result => result.Route.Name == route).Select(Word);

    private static string Word(ProbeResult result) =>
        System.Text.Json.JsonSerializer.Serialize(result.Diagnosis.Cause, ProbeFleetJson.Default.Cause).Trim('"');

    private static Misbehaviour Reply(string status, string body) => Misbehave.Reply(status, "application/json", body);
}
