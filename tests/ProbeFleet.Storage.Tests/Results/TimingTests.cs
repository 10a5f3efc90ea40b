using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Results;

public sealed class TimingTests(AzuriteFixture azurite) : IDisposable
{
    private readonly Account _account = new(azurite.Server.ConnectionString, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadTimings_EveryGoldenResult_HasItsCauseAndStageTimes()
    {
        var (vantage, route) = (NewVantage(), Route(1));
        var saved = Golden.Select((_, number) => Result(vantage, route, Noon.AddSeconds(-number), number)).Where(
            result => result.Variant is null).ToList();
        await _account.Stores.Results.SaveAsync(saved, Cancel);

        var read = await _account.Stores.Results.ReadTimingsAsync(vantage, route, Noon.AddDays(-1), Noon.AddSeconds(1), Cancel);

        Assert.Empty(read.Unreadable);
        Assert.Equal(saved.Select(result => (result.Id, result.Diagnosis.Cause)), read.Values.Select(timing => (timing.Id, timing.Cause)));
        Assert.All(saved.Zip(read.Values), pair => Assert.Equal(
            pair.First.Stages.Where(stage => stage.Duration is not null && stage.Outcome is not StageOutcome.Skipped)
                .ToDictionary(stage => stage.Stage, stage => Math.Round(stage.Duration!.Value.TotalMilliseconds, 1)),
            pair.Second.Stages.ToDictionary(stage => stage.Key, stage => stage.Value.TotalMilliseconds)));
    }

    [Fact]
    public async Task ReadTimings_OfAStream_HaveItsLongestGap()
    {
        var (vantage, route) = (NewVantage(), Route(1));
        var streamed = Enumerable.Range(0, Golden.Count).Select(number => Result(vantage, route, Noon.AddSeconds(-1), number))
            .First(result => result.Find<AnswerEvidence>()?.Facts?.Stream is not null)
            .WithLongestGap(TimeSpan.FromMilliseconds(212.25));
        await _account.Stores.Results.SaveAsync([streamed, Result(vantage, route, Noon.AddSeconds(-2))], Cancel);

        var read = await _account.Stores.Results.ReadTimingsAsync(vantage, route, Noon.AddDays(-1), Noon, Cancel);

        Assert.Equal([212.2, null], read.Values.Select(timing => timing.LongestGap?.TotalMilliseconds));
    }

    [Fact]
    public async Task ReadTimings_Window_LeavesOutOtherRoutesVariantsAndTimes()
    {
        var (vantage, route) = (NewVantage(), Route(1));
        var wanted = Result(vantage, route, Noon);
        await _account.Stores.Results.SaveAsync(
            [
                wanted,
                Result(vantage, Route(2), Noon),
                Result(vantage, new RouteName("route-011"), Noon),
                Result(NewVantage(), route, Noon),
                Result(vantage, route, Noon.AddDays(-2)),
                Result(vantage, route, Noon.AddHours(1)),
                Result(vantage, route, Noon.AddSeconds(-1)) with { Variant = ProbeVariant.Keyless },
            ],
            Cancel);

        var read = await _account.Stores.Results.ReadTimingsAsync(
            vantage, route, Noon.AddDays(-2).AddMilliseconds(1), Noon.AddHours(1), Cancel);

        Assert.Equal(wanted.Id, Assert.Single(read.Values).Id);
    }

    public void Dispose() => _account.Dispose();
}
