using Azure.Data.Tables;
using ProbeFleet.Core.Configuration;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Fleet.Tests.OnDemand;

public sealed class ProbeMailboxTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FleetRequest_TwoVantages_EachAnswersItsPartOnce()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var one = new LabVantage(azurite.Server);
        using var other = new LabVantage(azurite.Server);
        Route[] routes = [Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a"), Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "b")];
        var current = await RegisterAsync(one, routes);
        await RegisterAsync(other, routes);
        var before = api.Requests.Count;

        var request = await one.Mailbox().PostAsync(current, Order(current, "a"), Stop);
        Assert.Superset(new HashSet<string> { Name(one), Name(other) }, request.Vantages.Select(vantage => vantage.ToString()).ToHashSet());
        Assert.Equal(VantageAnswer.Waiting, PartOf(await one.Mailbox().StatusAsync(request.Id), other).Answer);
        await Task.WhenAll(one.Mailbox().ServeAsync(Stop), one.Mailbox().ServeAsync(Stop));
        var partial = await one.Mailbox().StatusAsync(request.Id);
        await other.Mailbox().ServeAsync(Stop);
        await other.Mailbox().ServeAsync(Stop);

        Assert.Equal(new VantagePart(one.Vantage.Name, VantageAnswer.Answered, 1), PartOf(partial, one));
        Assert.False(partial!.IsFinished);
        var done = await one.Mailbox().StatusAsync(request.Id);
        Assert.Equal(new VantagePart(other.Vantage.Name, VantageAnswer.Answered, 1), PartOf(done, other));
        Assert.All(done!.Results, result => Assert.Equal(("a", ProbeOutcome.Passed), (result.Route.Name.ToString(), result.Outcome)));
        Assert.Equal(before + 2, api.Requests.Count);
    }

    [Fact]
    public async Task FleetRequest_AVantagesHeartbeatCannotBeRead_ItIsAskedAllTheSame()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var one = new LabVantage(azurite.Server);
        using var other = new LabVantage(azurite.Server);
        var current = await RegisterAsync(one, [Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a")]);
        await RegisterAsync(other, [Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a")]);
        var table = new TableServiceClient(azurite.Server.ConnectionString).GetTableClient("Vantages");
        await table.UpsertEntityAsync(new TableEntity("fleet", Name(other)) { ["Schema"] = 99 }, TableUpdateMode.Replace, Stop);

        var request = await one.Mailbox().PostAsync(current, Order(current, "a"), Stop);
        await other.Mailbox().ServeAsync(Stop);

        Assert.Equal(VantageAnswer.Answered, PartOf(await one.Mailbox().StatusAsync(request.Id), other).Answer);
    }

    [Fact]
    public async Task FleetRequest_NamesSingleProbes_EachVantageMakesItsOwnOnly()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var one = new LabVantage(azurite.Server);
        using var other = new LabVantage(azurite.Server);
        Route[] routes = [Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a"), Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "b")];
        await RegisterAsync(one, routes);
        await RegisterAsync(other, routes);

        var request = await one.Mailbox().PostAsync(
            [
                new(one.Vantage.Name, new("a"), ProbeDepth.Path),
                new(one.Vantage.Name, new("b"), ProbeDepth.Authenticated),
                new(other.Vantage.Name, new("b"), ProbeDepth.Path),
            ],
            null,
            Stop);
        await one.Mailbox().ServeAsync(Stop);
        await other.Mailbox().ServeAsync(Stop);

        var done = await one.Mailbox().StatusAsync(request.Id);
        Assert.True(done!.IsFinished);
        Assert.Equal(
            new[] { $"{Name(one)} a Path", $"{Name(one)} b Authenticated", $"{Name(other)} b Path" }.Order(),
            done.Results.Select(result => $"{result.Vantage.Name} {result.Route.Name} {result.Depth}").Order());
    }

    [Fact]
    public async Task FleetRequest_NamesAVariant_TakesThatWayAndTouchesNoRouteOfTheRounds()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = new LabVantage(azurite.Server);
        await RegisterAsync(vantage, [Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a")]);

        var request = await vantage.Mailbox().PostAsync(
            [new(vantage.Vantage.Name, new("a"), ProbeDepth.Completion, ProbeVariant.Keyless)], null, Stop);
        await vantage.Mailbox().ServeAsync(Stop);

        var done = await vantage.Mailbox().StatusAsync(request.Id);
        Assert.Equal(ProbeVariant.Keyless, Assert.Single(done!.Results).Variant);
        Assert.Equal(401, done.Results[0].Response?.Status);
        Assert.False(vantage.Memory.IsFailing(new("a")));
    }

    [Fact]
    public async Task FleetRequest_VariantThatTheOperatorForbade_IsAnsweredWithNothing()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = new LabVantage(azurite.Server, forbids: [ProbeVariant.Keyless]);
        await RegisterAsync(vantage, [Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a")]);
        var before = api.Requests.Count;

        var request = await vantage.Mailbox().PostAsync(
            [new(vantage.Vantage.Name, new("a"), ProbeDepth.Completion, ProbeVariant.Keyless)], null, Stop);
        await vantage.Mailbox().ServeAsync(Stop);

        var done = await vantage.Mailbox().StatusAsync(request.Id);
        Assert.True(done!.IsFinished);
        Assert.Empty(done.Results);
        Assert.Equal(before, api.Requests.Count);
    }

    [Fact]
    public async Task Answer_HangingRoute_OthersAreVisibleMeanwhile()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var hanging = FaultServer.Start(Misbehave.HeadersNever);
        using var vantage = new LabVantage(azurite.Server);
        var current = Lab.ConfigurationOf(Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "healthy"), Lab.RouteTo(hanging.Http(), "hanging"));
        vantage.Configure(""" "timeout": "00:05:00", "headerTimeout": "00:05:00" """, [.. current.Routes]);
        var request = await vantage.Mailbox().PostAsync(current, Order(current, "*"), Stop);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var serving = vantage.Mailbox().ServeAsync(ending.Token);
        RequestStatus? status;
        do
        {
            status = await vantage.Mailbox().StatusAsync(request.Id);
            Assert.False(serving.IsCompleted);
        }
        while (status!.Results is []);

        Assert.Equal(new VantagePart(vantage.Vantage.Name, VantageAnswer.Working, 1), PartOf(status, vantage));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    [Fact]
    public async Task Request_RouteNotConfiguredHere_ContactsNothing()
    {
        await using var elsewhere = FaultServer.Start(Misbehave.Healthy);
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = new LabVantage(azurite.Server);
        var foreign = Lab.ConfigurationOf(Lab.RouteTo(elsewhere.Http(), "foreign"));
        vantage.Configure("", Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "own"));
        var request = await vantage.Mailbox().PostAsync(foreign, Order(foreign, "foreign"), Stop);

        await vantage.Mailbox().ServeAsync(Stop);

        Assert.Equal(new VantagePart(vantage.Vantage.Name, VantageAnswer.Answered, 0), PartOf(
            await vantage.Mailbox().StatusAsync(request.Id), vantage));
        Assert.Empty(elsewhere.Connections);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Serve_StorageSilent_IsNoException()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var vantage = new LabVantage(server);
        await server.StopAsync();

        await vantage.Mailbox().ServeAsync(Stop);
    }

    private static async Task<FleetConfiguration> RegisterAsync(LabVantage vantage, Route[] routes)
    {
        vantage.Configure("", routes);
        Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));
        return vantage.Configuration.State.Configuration!;
    }

    private static OnDemandOrder Order(FleetConfiguration configuration, string name) =>
        OnDemandOrder.Make(configuration, [name], null, "a test", out _)!;

    private static string Name(LabVantage vantage) => vantage.Vantage.Name.ToString();

    private static VantagePart PartOf(RequestStatus? status, LabVantage vantage) =>
        status!.Vantages.Single(part => part.Vantage == vantage.Vantage.Name);
}
