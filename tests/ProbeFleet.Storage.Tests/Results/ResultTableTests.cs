using ProbeFleet.Core.Localization;
using ProbeFleet.Storage.Results;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Results;

public sealed class ResultTableTests(AzuriteFixture azurite) : IDisposable
{
    private readonly Account _account = new(azurite.Server.ConnectionString, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ResultTable Results => _account.Stores.Results;

    [Fact]
    public async Task Save_EveryGoldenResult_ReadsBackTheSame()
    {
        var vantage = NewVantage();
        var saved = Golden.Select((result, number) => Result(vantage, new($"case-{number}"), Noon.AddSeconds(-number), number)).ToList();

        await Results.SaveAsync(saved, Cancel);
        var page = await Results.QueryAsync(
            new() { Vantage = vantage, From = Noon.AddDays(-1), To = Noon.AddSeconds(1), Top = 1000 }, Cancel);

        Assert.Empty(page.Unreadable);
        Assert.Equal(saved.Select(Json), page.Results.Select(Json));
    }

    [Fact]
    public async Task Outline_OfAFailure_KeepsWhatTheLookFoundOnOtherWays()
    {
        var vantage = NewVantage();
        var failed = Result(vantage, Route(1), Noon, Golden.Index().First(one => one.Item.Outcome is ProbeOutcome.Failed).Index);
        VariantOutcome[] variants =
        [
            new() { Variant = ProbeVariant.NoProxy, ReachedApi = true, Status = 200 },
            new() { Variant = ProbeVariant.SystemTrust, ReachedApi = false },
        ];
        await Results.SaveAsync([failed with { DrillDown = new() { Variants = variants } }], Cancel);

        var outline = Assert.Single((await Results.ReadOutlinesAsync([vantage], Noon.AddMinutes(-1), Noon.AddMinutes(1), Cancel)).Values);

        var look = Assert.Single(outline.Beside!);
        Assert.Equal((ProbeVariant.NoProxy, failed.Depth, Cause.Ok), (look.Variant, look.Depth, look.Cause));
        Assert.Equal(ProbeOutcome.Passed, outline.WithSideLooks().Last().Outcome);
    }

    [Fact]
    public async Task Save_RoundOf30Routes_IsOneCall()
    {
        var round = Round(NewVantage(), Noon);
        await Results.SaveAsync(round, Cancel);
        _account.Forget();

        await Results.SaveAsync(Round(NewVantage(), Noon), Cancel);

        Assert.Single(_account.Calls);
    }

    [Fact]
    public async Task Save_SameResultAgain_AlsoAfterJson_StaysOneRow()
    {
        var vantage = NewVantage();
        var result = Result(vantage, Route(1), Noon.AddTicks(1234567));
        var spooled = System.Text.Json.JsonSerializer.Deserialize(Json(result), Core.Packets.ProbeFleetJson.Default.ProbeResult)!;

        await Results.SaveAsync([result, result], Cancel);
        await Results.SaveAsync([spooled], Cancel);

        var page = await Results.QueryAsync(new() { Vantage = vantage, From = Noon, To = Noon.AddMinutes(1) }, Cancel);
        Assert.Equal(result.Id, Assert.Single(page.Results).Id);
    }

    [Fact]
    public async Task Save_250RoutesOverMidnight_ReadsAllBack()
    {
        var vantage = NewVantage();
        var midnight = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
        await Results.SaveAsync(Round(vantage, midnight.AddMilliseconds(-100), routes: 250), Cancel);

        Assert.Equal(250, (await AllAsync(vantage, route: null, midnight.AddDays(-1), midnight.AddDays(1), top: 1000)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Query_Over1000Results_PagesThroughAllNewestFirst(bool oneRoute)
    {
        var vantage = NewVantage();
        var saved = Enumerable.Range(0, 1200).Select(number => Result(
            vantage, Route(oneRoute ? 0 : number % 7), Noon.AddMinutes(-5 * number), number)).ToList();
        await Results.SaveAsync(saved, Cancel);

        var read = await AllAsync(vantage, oneRoute ? Route(0) : null, Noon.AddDays(-10), Noon.AddMinutes(1), top: 130);

        Assert.Equal(saved.Select(result => result.Id), read.Select(result => result.Id));
    }

    [Fact]
    public async Task Query_ManyInOneMillisecond_PagesLoseNoneAndRepeatNone()
    {
        var vantage = NewVantage();
        await Results.SaveAsync([.. Enumerable.Range(0, 40).Select(number => Result(vantage, Route(number % 3), Noon, number))], Cancel);

        foreach (RouteName? route in new RouteName?[] { null, Route(1) })
        {
            var read = await AllAsync(vantage, route, Noon, Noon.AddSeconds(1), top: 4);
            Assert.Equal(route is null ? 40 : 13, read.Select(result => result.Id).Distinct().Count());
            Assert.Equal(read.Count, read.DistinctBy(result => result.Id).Count());
        }
    }

    [Fact]
    public async Task Query_RouteWhoseNameBeginsAnother_GivesOnlyItsOwn()
    {
        var vantage = NewVantage();
        RouteName[] names = [new("gw"), new("gw.eu"), new("gw-2"), new("gw_3"), new("gw2")];
        await Results.SaveAsync([.. names.Select(name => Result(vantage, name, Noon))], Cancel);

        var page = await Results.QueryAsync(new() { Vantage = vantage, Route = names[0], From = Noon, To = Noon.AddSeconds(1) }, Cancel);

        Assert.Equal(names[0], Assert.Single(page.Results).Route.Name);
    }

    [Theory]
    [InlineData(1_200, 0, false)]
    [InlineData(1_199, 20, false)]
    [InlineData(599, 30, false)]
    [InlineData(10, 38.75, true)]
    public async Task Outlines_OfMoreResultsThanAreHeld_AreTheNewestAndSayFromWhen(int most, double minutes, bool isPartial)
    {
        var vantage = NewVantage();
        for (var minute = 0; minute < 40; minute++)
        {
            await Results.SaveAsync(Round(vantage, Noon.AddMinutes(minute)), Cancel);
        }

        var few = new ResultTable(new(_account.Raw("ProbeResults")), _account.Stores.Vantages) { MostOutlines = most };
        var window = await few.ReadOutlinesAsync([vantage], Noon, Noon.AddMinutes(40), Cancel);

        Assert.Equal((Noon.AddMinutes(minutes), isPartial), (window.From, window.IsPartial));
        Assert.True(window.Values.Count <= most);
        Assert.Equal(isPartial ? 0 : 30 * (40 - minutes), window.Values.Count(seen => seen.StartedAt >= window.From));
    }

    [Fact]
    public void Outlines_OfTwoAccounts_BeginWhereBothWereRead()
    {
        Observation[] seen = [.. Round(NewVantage(), Noon, 3).Concat(Round(NewVantage(), Noon.AddMinutes(1), 2)).Select(Observation.From)];

        var merged = ResultWindow.Merge([new(Noon, seen, []), new(Noon.AddMinutes(1), [seen[4]], [])], isPartial: false);

        Assert.Equal(Noon.AddMinutes(1), merged.From);
        Assert.Equal(seen[3..].Select(item => item.Id), merged.Values.Select(item => item.Id));
    }

    [Fact]
    public async Task Query_OneRoutesDay_IsOneCallOfItsOwnRows()
    {
        var vantage = NewVantage();
        await Results.SaveAsync(Round(vantage, Noon), Cancel);
        _account.Forget();

        await Results.QueryAsync(new() { Vantage = vantage, Route = Route(3), From = Noon.AddHours(-1), To = Noon.AddHours(1) }, Cancel);

        Assert.Single(_account.Calls);
    }

    [Fact]
    public async Task Find_ByIdWithAndWithoutVantage_Finds()
    {
        var vantage = NewVantage();
        var midnight = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
        var result = Result(vantage, Route(1), midnight.AddMilliseconds(-1)) with { Id = Guid.CreateVersion7(midnight.AddSeconds(1)) };
        await Results.SaveAsync([result], Cancel);
        await _account.Stores.Vantages.SaveAsync(new() { Vantage = result.Vantage, At = Noon }, Cancel);

        Assert.Equal(Json(result), Json(
            Assert.IsType<Reading<ProbeResult>.Found>(await Results.FindAsync(result.Id, vantage, Cancel)).Value));
        Assert.IsType<Reading<ProbeResult>.Found>(await Results.FindAsync(result.Id, vantage: null, Cancel));
        Assert.IsType<Reading<ProbeResult>.Absent>(await Results.FindAsync(Guid.CreateVersion7(midnight), vantage, Cancel));
        Assert.IsType<Reading<ProbeResult>.Absent>(await Results.FindAsync(Guid.NewGuid(), vantage, Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1-2-3")]
    [InlineData("99999999999999999999-0199a9bd2b9c7c1c8c3b5c1f3b0c6a4e")]
    [InlineData("1' or PartitionKey ne 'x-0199a9bd2b9c7c1c8c3b5c1f3b0c6a4e")]
    public async Task Query_TokenOfNobody_SaysSo(string token)
    {
        var query = new ResultQuery { Vantage = NewVantage(), From = Noon, To = Noon.AddDays(1), After = token };

        await Assert.ThrowsAsync<FormatException>(() => Results.QueryAsync(query, Cancel));
    }

    public void Dispose() => _account.Dispose();

    private async Task<List<ProbeResult>> AllAsync(VantageName vantage, RouteName? route, DateTimeOffset from, DateTimeOffset to, int top)
    {
        var read = new List<ProbeResult>();
        string? next = null;
        do
        {
            var page = await Results.QueryAsync(
                new() { Vantage = vantage, Route = route, From = from, To = to, Top = top, After = next }, Cancel);
            Assert.True(page.Results.Count <= top);
            Assert.Empty(page.Unreadable);
            read.AddRange(page.Results);
            next = page.Next;
        }
        while (next is not null);
        return read;
    }
}
