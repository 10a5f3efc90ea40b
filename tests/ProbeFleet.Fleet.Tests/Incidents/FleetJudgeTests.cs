using System.Text.Json;
using Azure.Data.Tables;
using ProbeFleet.Azurite;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab.Servers;
using ProbeFleet.Fleet.Incidents;

namespace ProbeFleet.Fleet.Tests.Incidents;

public sealed class FleetJudgeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judge_HolderDies_AnotherGoesOnWithTheSameIncident()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var (first, second) = (fleet.NewJudge(), fleet.NewJudge());
        await fleet.PassAsync(first, 5, Healthy);
        Assert.False(await second.RunAsync(Stop));
        await fleet.PassAsync(first, 5, EuropeDown);
        var opened = Assert.Single(await fleet.IncidentsAsync());
        Assert.Equal((IncidentState.Open, Owner.ConnectionPath), (opened.State, opened.Owner));

        await fleet.RoundAsync(EuropeDown);
        Assert.False(await second.RunAsync(Stop));
        await fleet.RoundAsync(EuropeDown);
        Assert.True(await second.RunAsync(Stop));
        await fleet.PassAsync(second, 12, Healthy);

        var closed = Assert.Single(await fleet.IncidentsAsync());
        Assert.Equal((opened.Id, IncidentState.Closed, IncidentEnding.Recovery), (closed.Id, closed.State, closed.ClosedBy));
        Assert.All(closed.Affected, affected => Assert.Equal(7, affected.Failures));
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], fleet.Receiver.Accepted.Select(Notice).Select(notice => notice.Transition));
        Assert.Contains(fleet.Attributes, attributes =>
            attributes.Contains(new("microsoft.custom_event.name", "probefleet.incident.opened"))
            && attributes.Contains(new("probefleet.incident_id", $"{opened.Id}")));
    }

    [Fact]
    public async Task Judge_RoutesAndReceiversConfiguredWhileItLives_AreJudgedAndTold()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        await fleet.ConfigureAsync(["a"], "");
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.ConfigureAsync(["a", "b"], """{ "kind": "webhook", "url": "env:HOOK", "secret": "env:HOOK_KEY" }""");

        await fleet.PassAsync(judge, 5, (_, route) => route == "b");

        var opened = Assert.Single(await fleet.IncidentsAsync());
        Assert.All(opened.Affected, affected => Assert.Equal("b", affected.Route.ToString()));
        Assert.Equal([IncidentTransition.Opened], fleet.Receiver.Accepted.Select(Notice).Select(notice => notice.Transition));
    }

    [Fact]
    public async Task Judge_QuietAndBusy_MakesFewCalls()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);

        Assert.Equal(["GET Incidents", "GET Incidents", "GET Leases", "GET RouteSnapshots", "PUT Incidents", "PUT Leases"], await CallsAsync(fleet, judge));
        Assert.Equal(["GET Incidents", "GET Leases"], await CallsAsync(fleet, fleet.NewJudge()));

        await fleet.PassAsync(judge, 5, EuropeDown);
        await fleet.RoundAsync(EuropeDown);
        var busy = await CallsAsync(fleet, judge);
        Assert.InRange(busy.Count(call => call.EndsWith("ProbeRequests", StringComparison.Ordinal)), 0, 5);
        Assert.Equal(
            [
                "GET Incidents", "GET Incidents", "GET Leases",
                "GET ProbeResults", "GET ProbeResults", "GET ProbeResults", "GET ProbeResults",
                "GET Vantages", "PUT Incidents", "PUT Incidents", "PUT Incidents", "PUT Leases",
            ],
            busy.Where(call => !call.EndsWith("ProbeRequests", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Judge_NothingFailsAndOneVantageBecomesSlow_TellsAndClosesIt()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        var slow = new SlowStage { Stage = Stage.Connect, Took = TimeSpan.FromMilliseconds(380), Usual = TimeSpan.FromMilliseconds(95) };
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.PassAsync(judge, 6, Healthy, (vantage, _) => vantage is "eu" ? slow : null);

        var opened = Assert.Single(await fleet.IncidentsAsync());
        Assert.Equal((IncidentState.Open, Owner.ConnectionPath), (opened.State, opened.Owner));
        Assert.Equal(
            ["eu a connect", "eu b connect"],
            opened.Affected
                .Select(affected => $"{affected.Vantage} {affected.Route} {JsonSerializer.Serialize(affected.Slow).Trim('"')}")
                .Order());

        await fleet.PassAsync(judge, 12, Healthy);
        Assert.Equal(IncidentEnding.Recovery, Assert.Single(await fleet.IncidentsAsync()).ClosedBy);
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], fleet.Receiver.Accepted.Select(Notice).Select(notice => notice.Transition));
    }

    private static async Task<IEnumerable<string>> CallsAsync(JudgedFleet fleet, FleetJudge judge)
    {
        fleet.Calls.Clear();
        await judge.RunAsync(Stop);
        return fleet.Calls.Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Notify_ReceiverFailsTimesOutAndRestarts_TakesEachTransitionOnce()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);
        var calls = 0;
        fleet.Receiver.Answer = async context =>
        {
            switch (++calls)
            {
                case 1:
                    return 500;
                case 2:
                    return 302;
                case 3:
                    fleet.Clock.Advance(TimeSpan.FromSeconds(11));
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return 504;
                default:
                    return null;
            }
        };
        while (calls < 3)
        {
            await fleet.PassAsync(judge, 1, EuropeDown);
        }

        await fleet.Receiver.StopAsync();
        await fleet.PassAsync(judge, 15, Healthy);
        Assert.Empty(fleet.Receiver.Accepted);
        Assert.Equal(2, (await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values.Single().Outbox.Count);
        await fleet.Receiver.StartAsync(Stop);
        await fleet.PassAsync(fleet.NewJudge(), 75, Healthy);
        await fleet.PassAsync(fleet.NewJudge(), 2, Healthy);

        Assert.Equal(
            [IncidentTransition.Opened, IncidentTransition.Closed],
            fleet.Receiver.Accepted.Select(Notice).Select(notice => notice.Transition).Order());
        Assert.Equal(2, fleet.Receiver.Accepted.DistinctBy(message => message.Id).Count());
        Assert.All(fleet.Receiver.Accepted, AssertSigned);
        Assert.Empty((await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values);
    }

    [Fact]
    public async Task Notify_StorageDiesBeforeTheMark_SendsAgainUnderTheSameId()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);
        fleet.Receiver.Answer = async _ =>
        {
            await fleet.Server.StopAsync();
            return null;
        };
        for (var round = 0; fleet.Receiver.Accepted.Count == 0 && round < 6; round++)
        {
            await fleet.PassAsync(judge, 1, EuropeDown);
        }

        await fleet.Server.StartAsync(Stop);
        fleet.Receiver.Answer = _ => Task.FromResult<int?>(null);
        fleet.Clock.Advance(TimeSpan.FromMinutes(2));
        await fleet.PassAsync(fleet.NewJudge(), 2, EuropeDown);

        Assert.Equal(2, fleet.Receiver.Accepted.Count);
        Assert.Single(fleet.Receiver.Accepted.Select(message => message.Id).Distinct());
        Assert.Single(await fleet.IncidentsAsync());
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    [InlineData("teams")]
    public async Task Notify_PlantedSecrets_AreInNoMessageLogOrTable(string kind)
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite, kind);
        fleet.Receiver.Answer = _ => Task.FromResult<int?>(fleet.Receiver.Refused.Count < 1 ? 500 : null);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);
        await fleet.PassAsync(judge, 6, EuropeDown);
        await fleet.Receiver.StopAsync();
        await fleet.PassAsync(judge, 13, Healthy);

        var message = Assert.Single(fleet.Receiver.Accepted);
        AssertSigned(message);
        var shape = JsonElement.Parse(message.Body);
        Assert.True(kind switch
        {
            "slack" => shape.GetProperty("blocks").GetArrayLength() == 2
                && shape.GetProperty("text").GetString()!.Contains("incident opened", StringComparison.Ordinal),
            "teams" => shape.GetProperty("attachments")[0].GetProperty("content").GetProperty("type").GetString() is "AdaptiveCard",
            _ => shape.GetProperty("transition").GetString() is "opened",
        });
        var rows = new List<string>();
        var incidents = new TableServiceClient(fleet.Server.ConnectionString).GetTableClient("Incidents");
        await foreach (var row in incidents.QueryAsync<TableEntity>(cancellationToken: Stop))
        {
            rows.Add(string.Join(' ', row.Keys.Select(key => row[key])));
        }

        Assert.Contains(rows, row => row.Contains(kind, StringComparison.Ordinal));
        Assert.All([.. rows, .. fleet.Logged, message.Body], text =>
        {
            Assert.DoesNotContain("planted", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain($"{fleet.Receiver.Url.Port}/", text, StringComparison.Ordinal);
        });
    }

    private static bool Healthy(string vantage, string route) => false;

    private static bool EuropeDown(string vantage, string route) => vantage is "eu";

    private static IncidentNotice Notice(WebhookMessage message) => JsonSerializer.Deserialize(message.Body, ProbeFleetJson.Default.IncidentNotice)!;

    /// <summary>As docs/incidents.md says it, without the product's code.</summary>
    private static void AssertSigned(WebhookMessage message)
    {
        Assert.Equal($"v1,{Convert.ToBase64String(Hash($"{message.Id}.{message.Timestamp}.{message.Body}"))}", message.Signature);
        Assert.Equal(
            (message.Id, message.Timestamp, $"v1={Convert.ToHexStringLower(Hash($"{message.Timestamp}.{message.Body}"))}"), message.Earlier);

        static byte[] Hash(string text) => System.Security.Cryptography.HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(JudgedFleet.Secret), System.Text.Encoding.UTF8.GetBytes(text));
    }
}
