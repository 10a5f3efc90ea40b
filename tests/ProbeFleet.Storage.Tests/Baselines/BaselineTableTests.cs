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
        Assert.Equal(baselines[7].Usual.All.Select(Rounded), read.Values[7].Usual.All.Select(Rounded));
        Assert.NotNull(read.Values[7].Usual.For(baselines[7].Healthy.Depth, Stage.Connect, Noon));
    }

    [Fact]
    public async Task Baseline_OfAnEarlierVersion_KnowsNoUsualTimes()
    {
        var vantage = NewVantage();
        await _account.Stores.Baselines.SaveAsync([Of(vantage, 0, probes: 1)], Cancel);
        await _account.SpoilAsync("Baselines", $"{vantage}", $"{Route(0)}", "Usual", null);

        Assert.Empty(Assert.Single((await _account.Stores.Baselines.ReadAsync(vantage, Cancel)).Values).Usual.All);
    }

    [Theory]
    [InlineData("authenticated.connect=25:1:0:0")]
    [InlineData("authenticated.connect=1:x:0:0")]
    [InlineData("authenticated.connect=1:1:0:-1")]
    [InlineData("authenticated=1:1:0:0")]
    [InlineData("deep.connect=1:1:0:0")]
    public async Task Baseline_WithSpoiledTimes_IsUnreadable(string text)
    {
        var vantage = NewVantage();
        await _account.Stores.Baselines.SaveAsync([Of(vantage, 0, probes: 1)], Cancel);
        await _account.SpoilAsync("Baselines", $"{vantage}", $"{Route(0)}", "Usual", text);

        var read = await _account.Stores.Baselines.ReadAsync(vantage, Cancel);

        Assert.Empty(read.Values);
        Assert.Contains("Usual", Assert.Single(read.Unreadable).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Baseline_OfAFailedProbeOrAVariant_IsRefused()
    {
        var failed = Golden.First(sample => sample.Outcome is ProbeOutcome.Failed);

        Assert.Throws<ArgumentException>(() => new RouteBaseline { Healthy = failed });
        Assert.Throws<ArgumentException>(() => new RouteBaseline { Healthy = Golden[Healthy] with { Variant = ProbeVariant.Keyless } });
    }

    public void Dispose() => _account.Dispose();

    private static LearnedTime Rounded(LearnedTime time) => time with
    {
        Time = new(time.Time.Count, Math.Round(time.Time.MeanLog, 4), Math.Round(time.Time.VarianceLog, 4)),
    };

    private static RouteBaseline Of(VantageName vantage, int route, int probes)
    {
        var healthy = Result(vantage, Route(route), Noon, Healthy);
        return new()
        {
            Healthy = healthy,
            Usual = Enumerable.Range(0, probes).Aggregate(
            UsualTimes.None, (usual, _) => usual.After(healthy))
        };
    }
}
