using Azure.Data.Tables;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Storage.Requests;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Tests.Incidents;

public sealed class IncidentQuestionsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judge_NotSure_LeavesOneOrderAndReadsItsAnswer()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var question = await AskedAsync(fleet);

        var order = Assert.Single(await OrdersAsync(fleet));
        Assert.Equal(question.Id, order.Id);
        Assert.Equal(new RequestedProbe(question.Vantage, question.Route, question.Depth, question.Variant), Assert.Single(order.Probes));

        Assert.True(await fleet.Storage.Requests.TryClaimAsync(order.Id, question.Vantage, "test", Stop));
        var result = Sample.Result(
            $"{question.Route}", ProbeOutcome.Failed, fleet.Clock.GetUtcNow(), vantage: Lab.VantageNamed($"{question.Vantage}"));
        var answer = result with { Variant = question.Variant is ProbeVariant.Full ? null : question.Variant };
        await fleet.Storage.Requests.AnswerAsync(order.Id, question.Vantage, [answer], isLast: true, Stop);
        await fleet.PassAsync(fleet.NewJudge(), 3, Doubtful);

        var incident = Assert.Single(await fleet.IncidentsAsync());
        var read = incident.Questions[0];
        Assert.Equal((QuestionState.Answered, (Guid?)answer.Id, (bool?)false), (read.State, read.ProbeId, read.Passed));
        Assert.Contains(incident.Timeline, entry => entry.Kind is TimelineKind.Answered && entry.ProbeId == answer.Id);
    }

    [Fact]
    public async Task Judge_HolderDiesAfterAsking_TheNextAsksNothingTwiceAndLeavesTheOrderThatIsMissing()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var question = await AskedAsync(fleet);
        var stored = Assert.IsType<Reading<Storage.Incidents.StoredIncident>.Found>(
            await fleet.Storage.Incidents.FindToChangeAsync((await fleet.IncidentsAsync()).Single().Id, Stop)).Value;
        var unasked = Guid.CreateVersion7(fleet.Clock.GetUtcNow());
        var lost = question with
        {
            Id = unasked,
            Route = new(
            $"{question.Route}" is "a" ? "b" : "a"),
            Deadline = fleet.Clock.GetUtcNow().AddMinutes(9)
        };
        var waiting = stored.Incident with { Questions = [lost] };
        Assert.NotNull(await fleet.Storage.Incidents.WriteAsync(stored with { Incident = waiting }, Stop));

        fleet.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await fleet.NewJudge().RunAsync(Stop));

        Assert.Equal(new[] { question.Id, unasked }.Order(), (await OrdersAsync(fleet)).Select(order => order.Id).Order());
        Assert.Equal(unasked, Assert.Single((await fleet.IncidentsAsync()).Single().Questions).Id);
    }

    [Fact]
    public async Task Ask_ByAPerson_WaitsLikeTheJudgesAndIsNotAskedTwice()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var question = await AskedAsync(fleet);
        var id = (await fleet.IncidentsAsync()).Single().Id;
        var questions = fleet.NewQuestions();

        Assert.Equal(question.Id, Assert.IsType<IncidentAnswer<IncidentQuestion>.Asked>(await questions.AskAsync(id, Stop)).What.Id);
        Assert.IsType<IncidentAnswer<IncidentQuestion>.Absent>(await questions.AskAsync(Guid.CreateVersion7(), Stop));

        var stored = Assert.IsType<Reading<Storage.Incidents.StoredIncident>.Found>(
            await fleet.Storage.Incidents.FindToChangeAsync(id, Stop)).Value;
        await fleet.Storage.Incidents.WriteAsync(stored with { Incident = stored.Incident with { Questions = [] } }, Stop);
        fleet.Clock.Advance(TimeSpan.FromMinutes(3));
        var asked = Assert.IsType<IncidentAnswer<IncidentQuestion>.Asked>(await questions.AskAsync(id, Stop)).What;
        Assert.True(asked.ByPerson);
        Assert.Contains(await OrdersAsync(fleet), order => order.Id == asked.Id);
        Assert.Contains((await fleet.IncidentsAsync()).Single().Timeline, entry => entry.Text.StartsWith(
            "A person asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_WhatAnotherOrderAsksAlready_HasItsOwnOrder()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        await AskedAsync(fleet);
        var stored = Assert.Single((await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values);
        await fleet.Storage.Incidents.WriteAsync(stored with { Incident = stored.Incident with { Questions = [] } }, Stop);
        var questions = fleet.NewQuestions();

        fleet.Clock.Advance(TimeSpan.FromSeconds(1));
        var asked = Assert.IsType<IncidentAnswer<IncidentQuestion>.Asked>(await questions.AskAsync(stored.Incident.Id, Stop)).What;

        var orders = await OrdersAsync(fleet);
        Assert.Equal(2, orders.Count);
        Assert.Equal(Assert.Single(orders[1].Probes), Assert.Single(orders[0].Probes));
        Assert.Contains(orders, order => order.Id == asked.Id);
    }

    [Fact]
    public async Task Ask_BesideAnOrderThatCannotBeRead_IsLeftAndNamesItInTheLogOnce()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        await AskedAsync(fleet);
        var requests = new TableClient(fleet.Server.ConnectionString, "ProbeRequests");
        var row = await requests.QueryAsync<TableEntity>(row => row.PartitionKey == "requests", cancellationToken: Stop).SingleAsync(Stop);
        row["Schema"] = 99;
        await requests.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Stop);
        var questions = fleet.NewQuestions();
        for (var time = 0; time < 2; time++)
        {
            var stored = Assert.Single((await fleet.Storage.Incidents.ReadActiveAsync(Stop)).Values);
            await fleet.Storage.Incidents.WriteAsync(stored with { Incident = stored.Incident with { Questions = [] } }, Stop);
            fleet.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.IsType<IncidentAnswer<IncidentQuestion>.Asked>(await questions.AskAsync(stored.Incident.Id, Stop));
        }

        Assert.NotEmpty(await OrdersAsync(fleet));
        Assert.Single(fleet.Logged, line => line.Contains("Rows of the fleet's orders cannot be read", StringComparison.Ordinal));
    }

    private static async Task<IncidentQuestion> AskedAsync(JudgedFleet fleet)
    {
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, (_, _) => false);
        for (var round = 0; round < 6 && await fleet.IncidentsAsync() is []; round++)
        {
            await fleet.PassAsync(judge, 1, Doubtful);
        }

        return Assert.Single(Assert.Single(await fleet.IncidentsAsync()).Questions);
    }

    private static async Task<IReadOnlyList<OnDemandRequest>> OrdersAsync(JudgedFleet fleet) =>
        (await fleet.Storage.Requests.ReadSinceAsync(fleet.Clock.GetUtcNow().AddHours(-1), Stop)).Values;

    private static bool Doubtful(string vantage, string route) => vantage is "eu" && route is "a";
}
