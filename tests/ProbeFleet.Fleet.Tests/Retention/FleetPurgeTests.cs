using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Fleet.Retention;

namespace ProbeFleet.Fleet.Tests.Retention;

public sealed class FleetPurgeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Purge_TwoVantages_OneDeletes()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var one = new LabVantage(server);
        using var other = new LabVantage(server);
        await one.Storage.SaveResultsAsync(
            [Sample.Result(at: DateTimeOffset.UtcNow.AddDays(-60)), Sample.Result("b", at: DateTimeOffset.UtcNow)], Stop);
        var (first, second) = (PurgeOf(one), PurgeOf(other));

        Assert.Equal(1, await first.RunAsync(Stop));
        Assert.Null(await second.RunAsync(Stop));
        Assert.Equal(0, await first.RunAsync(Stop));
    }

    [Fact]
    public async Task Purge_NothingSaysHowLongIsKept_DeletesNothing()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var vantage = new LabVantage(server);
        await vantage.Storage.SaveResultsAsync([Sample.Result(at: DateTimeOffset.UtcNow.AddDays(-60))], Stop);
        var purge = PurgeOf(vantage, isConfigured: false);

        Assert.Null(await purge.RunAsync(Stop));
        vantage.Configure("", Lab.RouteTo(new("https://localhost/v1")));
        await vantage.Configuration.RefreshAsync(Stop);
        Assert.Equal(1, await purge.RunAsync(Stop));
    }

    [Fact]
    public async Task Purge_ClockAMonthAhead_DeletesNothingAndHoldsUpNobody()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        using var right = new LabVantage(server);
        using var fast = new LabVantage(server, new ShiftedClock(TimeProvider.System, TimeSpan.FromDays(31)));
        await right.Storage.SaveResultsAsync(
            [Sample.Result(at: DateTimeOffset.UtcNow.AddDays(-60)), Sample.Result("b", at: DateTimeOffset.UtcNow)], Stop);

        Assert.Null(await PurgeOf(fast).RunAsync(Stop));
        Assert.Equal(1, await PurgeOf(right).RunAsync(Stop));
    }

    [Fact]
    public async Task Purge_ManyParts_GoesOnUntilNothingOldIsLeft()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        var clock = new FakeTimeProvider(Sample.Noon);
        using var vantage = new LabVantage(server, clock, configure: options => options.Transport = StoreTime.By(clock));
        await vantage.Storage.SaveResultsAsync(Old(2_300), Stop);

        Assert.Equal(2_300, await PurgeOf(vantage, clock).RunAsync(Stop));
    }

    [Fact]
    public async Task Purge_MoreThanItsTimeAllows_StopsAfter20MinutesAndTheNextRunGoesOn()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        var clock = new FakeTimeProvider(Sample.Noon);
        using var vantage = new LabVantage(server, clock, configure: options =>
        {
            options.Transport = StoreTime.By(clock);
            options.AddPolicy(new MinutePerBatch(clock), HttpPipelinePosition.PerCall);
        });
        using var writer = new LabVantage(server);
        await writer.Storage.SaveResultsAsync(Old(2_300), Stop);
        var purge = PurgeOf(vantage, clock);

        Assert.Equal(2_000, await purge.RunAsync(Stop));
        Assert.Equal(300, await purge.RunAsync(Stop));
    }

    private static ProbeResult[] Old(int results) =>
        [.. Enumerable.Range(0, results).Select(number => Sample.Result(at: Sample.Noon.AddDays(-60).AddMilliseconds(number)))];

    private static FleetPurge PurgeOf(LabVantage vantage, TimeProvider? clock = null, bool isConfigured = true)
    {
        if (isConfigured)
        {
            vantage.Configure("", Lab.RouteTo(new("https://localhost/v1")));
        }

        return new(
            vantage.Process, vantage.Configuration, vantage.Storage, clock ?? TimeProvider.System, NullLogger<FleetPurge>.Instance)
        {
            RowsPerLease = 100,
        };
    }

    /// <summary>Storage that takes a minute for each transaction.</summary>
    private sealed class MinutePerBatch(FakeTimeProvider clock) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
            {
                clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
