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

    [Theory]
    [InlineData(413, 8)]
    [InlineData(503, 32)]
    public async Task Notify_ReceiverKeepsRefusingTheOpening_IsToldOfTheClosingAndThatItMissedOne(int status, int tries)
    {
        await using var fleet = await OpenedAsync(status);
        for (var hour = 0; hour < 40; hour++)
        {
            fleet.Clock.Advance(TimeSpan.FromHours(1));
            await fleet.NewJudge().RunAsync(Stop);
        }

        Assert.Equal(tries, fleet.Receiver.Refused.Count);
        Assert.Single(fleet.Logged, line => line.Contains("is never told that incident", StringComparison.Ordinal));
        fleet.Receiver.Answer = _ => Task.FromResult<int?>(null);
        await fleet.PassAsync(fleet.NewJudge(), 20, Healthy);

        var message = Assert.Single(fleet.Receiver.Accepted);
        Assert.Equal(IncidentTransition.Closed, Notice(message).Transition);
        Assert.Equal([IncidentTransition.Opened], Notice(message).Undelivered!);
        Assert.Empty((await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values);
        Assert.Contains(
            "webhook env:HOOK is never told: opened.", Assert.Single(await fleet.IncidentsAsync()).Timeline.Select(entry => entry.Text));
    }

    [Fact]
    public async Task Notify_ReceiverRefusesEachNotice_IsGivenUpAndTheClosedIncidentIsAtRest()
    {
        await using var fleet = await OpenedAsync(400);
        await fleet.PassAsync(fleet.NewJudge(), 20, Healthy);
        for (var hour = 0; hour < 20; hour++)
        {
            fleet.Clock.Advance(TimeSpan.FromHours(1));
            await fleet.NewJudge().RunAsync(Stop);
        }

        Assert.Equal(16, fleet.Receiver.Refused.Count);
        Assert.Empty((await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values);
    }

    [Fact]
    public async Task Notify_ReceiverGoneForDays_MissesNothing()
    {
        await using var fleet = await OpenedAsync(503);
        await fleet.Receiver.StopAsync();
        for (var hour = 0; hour < 60; hour++)
        {
            fleet.Clock.Advance(TimeSpan.FromHours(1));
            await fleet.NewJudge().RunAsync(Stop);
        }

        fleet.Receiver.Answer = _ => Task.FromResult<int?>(null);
        await fleet.Receiver.StartAsync(Stop);
        fleet.Clock.Advance(TimeSpan.FromHours(1));
        await fleet.NewJudge().RunAsync(Stop);

        Assert.Equal(IncidentTransition.Opened, Notice(Assert.Single(fleet.Receiver.Accepted)).Transition);
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

    /// <summary>A fleet with an incident whose receiver refuses what it is told.</summary>
    private async Task<JudgedFleet> OpenedAsync(int status)
    {
        var fleet = await JudgedFleet.StartAsync(azurite);
        fleet.Receiver.Answer = _ => Task.FromResult<int?>(status);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);
        for (var round = 0; fleet.Receiver.Refused.Count == 0 && round < 6; round++)
        {
            await fleet.PassAsync(judge, 1, EuropeDown);
        }

        return fleet;
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
