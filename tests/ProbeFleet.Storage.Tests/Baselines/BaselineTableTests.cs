using ProbeFleet.Azurite;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Vantages;
using ProbeFleet.Storage.Baselines;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Baselines;

public sealed class BaselineTableTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly int Healthy = Golden.Index().First(sample => sample.Item.Outcome is ProbeOutcome.Passed).Index;

    private readonly Account _account = new(azurite.Server.ConnectionString, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Baselines_Of30Routes_AreSavedAndReadInOneCallEach()
    {
        var vantage = NewVantage();
        var baselines = Enumerable.Range(0, 30).Select(route => Of(vantage, route, probes: 70)).ToList();
        await _account.Stores.Baselines.SaveAsync([Of(vantage, 0, probes: 1)], Cancel);
        _account.Forget();

        await _account.Stores.Baselines.SaveAsync(baselines, Cancel);
        var read = await _account.Stores.Baselines.ReadAsync(vantage, Cancel);

        Assert.Equal(2, _account.Calls.Count);
        Assert.Empty(read.Unreadable);
        Assert.Equal(baselines.Select(baseline => Json(baseline.Healthy)), read.Values.Select(baseline => Json(baseline.Healthy)));
        Assert.Equal(baselines[7].Durations, read.Values[7].Durations);
        Assert.Equal(RouteBaseline.MostDurations, read.Values[7].Durations.Count);
    }

    [Fact]
    public void Latency_OfAnotherDepth_IsNotMixedIn()
    {
        var baseline = Of(NewVantage(), route: 0, probes: 10);
        var depth = baseline.Healthy.Depth;

        Assert.Equal(10, baseline.LatencyOf(depth)!.Samples);
        Assert.Null(baseline.LatencyOf(depth is Core.Routes.ProbeDepth.Path ? Core.Routes.ProbeDepth.Completion : Core.Routes.ProbeDepth.Path));
    }

    [Fact]
    public void Baseline_OfAFailedProbeOrAVariant_IsRefused()
    {
        var failed = Golden.First(sample => sample.Outcome is ProbeOutcome.Failed);

        Assert.Throws<ArgumentException>(() => RouteBaseline.After(null, failed));
        Assert.Throws<ArgumentException>(() => RouteBaseline.After(null, Golden[Healthy] with { Variant = ProbeVariant.Keyless }));
    }

    public void Dispose() => _account.Dispose();

    private static RouteBaseline Of(VantageName vantage, int route, int probes) => Enumerable.Range(0, probes)
        .Select(number => Result(vantage, Route(route), Noon.AddMinutes(number), Healthy) with { Duration = TimeSpan.FromMicroseconds(200_000 + (number * 17)) })
        .Aggregate((RouteBaseline?)null, RouteBaseline.After)!;
}
