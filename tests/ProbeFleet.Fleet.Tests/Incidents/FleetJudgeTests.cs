using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Fleet.Incidents;
using static ProbeFleet.Fleet.Tests.Incidents.JudgedFleet;

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
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], fleet.Receiver.Accepted.Select(Notice)
            .Select(notice => notice.Transition));
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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Judge_AnswersToTheOpeningAreLost_TellsOfItOnce(int tries)
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        fleet.Way.LosesAnswers = (tries, "POST Incidents");

        await fleet.PassAsync(judge, 5, EuropeDown);

        Assert.Equal(0, fleet.Way.LosesAnswers.Calls);
        var opened = Assert.Single(await fleet.IncidentsAsync());
        Assert.Contains(
            new("probefleet.incident_id", $"{opened.Id}"),
            Assert.Single(fleet.Attributes, attributes => attributes.Contains(
                new("microsoft.custom_event.name", "probefleet.incident.opened"))));
        Assert.Equal([IncidentTransition.Opened], fleet.Receiver.Accepted.Select(Notice).Select(notice => notice.Transition));
    }

    [Fact]
    public async Task Judge_SecondAccountSilent_ClosesOnlyByWhatBothSay()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite, hasSecond: true);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.PassAsync(judge, 5, EuropeDown);
        await fleet.Second!.StopAsync();
        for (var round = 0; round < 12; round++)
        {
            await fleet.RoundAsync(Healthy);
        }

        Assert.True(await judge.RunAsync(Stop));
        Assert.Equal(IncidentState.Open, Assert.Single(await fleet.IncidentsAsync()).State);
        Assert.Contains(fleet.Logged, line => line.Contains("incidents neither recover nor close", StringComparison.Ordinal));

        await fleet.Second.StartAsync(Stop);
        await fleet.PassAsync(judge, 2, Healthy);
        Assert.Equal(IncidentEnding.Recovery, Assert.Single(await fleet.IncidentsAsync()).ClosedBy);
    }

    [Fact]
    public async Task Judge_FailedProbeOfAVerificationIsInASilentAccount_JudgesTheRest()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite, hasSecond: true);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.PassAsync(judge, 5, EuropeDown);
        var stored = Assert.Single((await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values);
        var (now, id) = (fleet.Clock.GetUtcNow(), Guid.CreateVersion7(fleet.Clock.GetUtcNow()));
        AffectedRoute[] elsewhere = [.. stored.Incident.Affected.Select(
            affected => affected with { LatestProbeId = Guid.CreateVersion7(now) })];
        var asked = VerificationJudge.Ask(stored.Incident with { Affected = elsewhere }, id, now, now.AddMinutes(2), null);
        await fleet.Storage.Incidents.WriteAsync(stored with { Incident = asked }, Stop);
        await fleet.Storage.Requests.CreateAsync(
            new() { Id = id, CreatedAt = now, Deadline = now.AddMinutes(2), Routes = [new("a")], Vantages = [new("eu")] }, Stop);
        await fleet.Storage.Requests.TryClaimAsync(id, new("eu"), "test", Stop);
        var answer = Sample.Result("a", ProbeOutcome.Failed, now, vantage: Lab.VantageNamed("eu"));
        await fleet.Storage.Requests.AnswerAsync(
            id, new("eu"), [answer with { Fingerprint = answer.Fingerprint with { Route = "sha256:another" } }], isLast: true, Stop);
        await fleet.Second!.StopAsync();

        await fleet.RoundAsync(EuropeDown);
        Assert.True(await judge.RunAsync(Stop));

        Assert.Contains(fleet.Logged, line => line.Contains("cannot be judged; the other incidents are", StringComparison.Ordinal));
        await fleet.Second.StartAsync(Stop);
        await fleet.PassAsync(judge, 3, EuropeDown);
        Assert.Contains((await fleet.IncidentsAsync()).Single().Timeline, entry => entry.Text.Contains(
            "missing; the incident stays open.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Judge_QuietAndBusy_MakesFewCalls()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);

        Assert.Equal(["GET Incidents", "GET Incidents", "GET Leases", "GET RouteSnapshots", "PUT Incidents", "PUT Leases"],
            await CallsAsync(fleet, judge));
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
    public async Task Judge_QuietByTheSnapshotsOfOneOfTwoAccounts_ReadsTheWindow()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite, hasSecond: true);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 3, Healthy);
        Assert.DoesNotContain("GET ProbeResults", await CallsAsync(fleet, judge));
        await fleet.Second!.StopAsync();

        await fleet.RoundAsync(Healthy);

        Assert.Contains("GET ProbeResults", await CallsAsync(fleet, judge));
    }

    [Fact]
    public async Task Judge_SnapshotThatCannotBeRead_DoesNotHideAFault()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);

        for (var round = 0; round < 5; round++)
        {
            await fleet.RoundAsync(EuropeDown);
            await fleet.SpoilAsync("RouteSnapshots");
            await judge.RunAsync(Stop);
        }

        Assert.Equal(Owner.ConnectionPath, Assert.Single(await fleet.IncidentsAsync()).Owner);
    }

    [Fact]
    public async Task Judge_HeartbeatOfTheFailingVantageCannotBeRead_ItsIncidentStaysOpenAndItsResultsAreMissed()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.PassAsync(judge, 5, EuropeDown);

        for (var round = 0; round < 20; round++)
        {
            await fleet.RoundAsync(EuropeDown);
            await fleet.SpoilAsync("Vantages", "eu");
            await judge.RunAsync(Stop);
        }

        Assert.Equal(IncidentState.Open, Assert.Single(await fleet.IncidentsAsync()).State);
        var now = fleet.Clock.GetUtcNow();
        var window = await new WindowReader(fleet.Storage, NullLogger<WindowReader>.Instance).ReadAsync(
            new() { Routes = [] }, now.AddMinutes(-15), now, Stop);
        Assert.Equal((false, true), (window.IsPartial, window.Locate(now).IsPartial));
        Assert.Equal("eu", Assert.Single(window.Locate(now).UnreadableVantages!).ToString());
        await fleet.PassAsync(judge, 20, Healthy);
        Assert.Equal(IncidentEnding.Recovery, Assert.Single(await fleet.IncidentsAsync()).ClosedBy);
    }

    [Fact]
    public async Task Judge_WhatItKnewCannotBeRead_BeginsAnewAndSaysSo()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.RoundAsync(EuropeDown);
        await judge.RunAsync(Stop);
        await fleet.SpoilAsync("Incidents");

        await fleet.PassAsync(judge, 5, EuropeDown);

        Assert.Equal(Owner.ConnectionPath, Assert.Single(await fleet.IncidentsAsync()).Owner);
        Assert.Contains(fleet.Logged, line => line.Contains("Rows of the detectors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Judge_ResultsThatCannotBeRead_CloseNothingUntilTheyHaveLeftTheWindow()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.PassAsync(judge, 5, EuropeDown);
        await fleet.SpoilAsync("ProbeResults");

        await fleet.PassAsync(judge, 10, Healthy);

        Assert.Equal(IncidentState.Open, Assert.Single(await fleet.IncidentsAsync()).State);
        Assert.Contains(fleet.Logged, line => line.Contains("incidents neither recover nor close", StringComparison.Ordinal));
        await fleet.PassAsync(judge, 10, Healthy);
        Assert.Equal(IncidentEnding.Recovery, Assert.Single(await fleet.IncidentsAsync()).ClosedBy);
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
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], fleet.Receiver.Accepted.Select(Notice)
            .Select(notice => notice.Transition));
    }

    private static async Task<IEnumerable<string>> CallsAsync(JudgedFleet fleet, FleetJudge judge)
    {
        fleet.Calls.Clear();
        await judge.RunAsync(Stop);
        return fleet.Calls.Order(StringComparer.Ordinal);
    }
}
