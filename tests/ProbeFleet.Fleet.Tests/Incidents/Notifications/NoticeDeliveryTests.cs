using System.Text.Json;
using Azure.Data.Tables;
using ProbeFleet.Core.Incidents;
using ProbeFleet.FaultLab.Servers;
using static ProbeFleet.Fleet.Tests.Incidents.JudgedFleet;

namespace ProbeFleet.Fleet.Tests.Incidents.Notifications;

/// <summary>What an incident's receivers are told: each transition until it is taken, signed, and no secret.</summary>
public sealed class NoticeDeliveryTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(null)]
    public async Task Notify_ReceiverRefusesOrSaysNothing_IsSentTheSameAgain(int? status)
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);
        var calls = 0;
        fleet.Receiver.Answer = async context =>
        {
            if (++calls == 1 && status is null)
            {
                fleet.Clock.Advance(TimeSpan.FromSeconds(11));
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return calls == 1 ? status ?? 504 : null;
        };
        while (calls < 2)
        {
            await fleet.PassAsync(judge, 1, EuropeDown);
        }

        var message = Assert.Single(fleet.Receiver.Accepted);
        Assert.Equal(IncidentTransition.Opened, Notice(message).Transition);
        Assert.Equal(Assert.Single(fleet.Receiver.Refused).Id, message.Id);
        AssertSigned(message);
    }

    [Fact]
    public async Task Notify_ReceiverDownForTheWholeIncident_TakesEachTransitionOnceWhenItIsBack()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);
        await fleet.Receiver.StopAsync();
        await fleet.PassAsync(judge, 5, EuropeDown);
        await fleet.PassAsync(judge, 15, Healthy);
        Assert.Equal(2, (await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values.Single().Outbox.Count);
        var attempts = fleet.Logged.Where(line => line.Contains("did not take a notice", StringComparison.Ordinal)).ToList();
        Assert.Equal(attempts.Distinct().Count(), attempts.Count);
        await fleet.Receiver.StartAsync(Stop);
        await fleet.PassAsync(fleet.NewJudge(), 75, Healthy);
        await fleet.PassAsync(fleet.NewJudge(), 2, Healthy);

        Assert.Equal(
            [IncidentTransition.Opened, IncidentTransition.Closed],
            fleet.Receiver.Accepted.Select(Notice).Select(notice => notice.Transition));
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

    /// <summary>As docs/incidents.md says it, without the product's code.</summary>
    private static void AssertSigned(WebhookMessage message)
    {
        Assert.Equal($"v1,{Convert.ToBase64String(Hash($"{message.Id}.{message.Timestamp}.{message.Body}"))}", message.Signature);
        Assert.Equal(
            (message.Id, message.Timestamp, $"v1={Convert.ToHexStringLower(Hash(
                $"{message.Timestamp}.{message.Body}"))}"), message.Earlier);

        static byte[] Hash(string text) => System.Security.Cryptography.HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(JudgedFleet.Secret), System.Text.Encoding.UTF8.GetBytes(text));
    }
}
