using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Diagnosis.Baselines;

public sealed class BaselineComparerTests
{
    private static readonly ProbeResult Healthy = GoldenCase.Open("healthy-completion").Evidence().Concluded();

    [Fact]
    public void SameResult_ComparedWithItself_HasNoChange()
    {
        var comparison = BaselineComparer.Compare(Healthy, Healthy);

        Assert.Empty(comparison.Changed);
        Assert.Null(comparison.NotComparable);
        Assert.Equal((Healthy.Id, Healthy.StartedAt), (comparison.ProbeId, comparison.At));
    }

    [Fact]
    public void SameRouteByAnotherRuntime_IsNotComparableButForTheRuntimes()
    {
        var evidence = GoldenCase.Open("healthy-completion").Evidence();
        var python = (evidence with
        {
            Route = evidence.Route with { Runtime = WorkloadRuntime.Python },
            Vantage = evidence.Vantage with { Runtime = evidence.Vantage.Runtime with { Sdk = "httpx 0.23.3" } },
        }).Concluded();

        Assert.NotEqual(Healthy.Fingerprint.Route, python.Fingerprint.Route);
        Assert.Equal(["route.runtime", "runtime.sdk"], BaselineComparer.Compare(Healthy, python).NotComparable!.Select(fact => fact.Fact));
        Assert.Equal(["route.runtime", "runtime.sdk"], RuntimeComparison.Compare(Healthy, python)!.Runtimes.Select(fact => fact.Fact));
        Assert.Null(RuntimeComparison.Compare(Healthy, Healthy));
    }

    [Fact]
    public void Addresses_InAnotherOrder_AreNotAChange()
    {
        var was = WithResolve(Healthy, facts => facts with { Addresses = ["203.0.113.7", "203.0.113.8"] });
        var now = WithResolve(Healthy, facts => facts with { Addresses = ["203.0.113.8", "203.0.113.7"] });

        Assert.Empty(BaselineComparer.Compare(was, now).Changed);
    }

    [Fact]
    public void Issuer_OfAnInspectingProxy_IsTheChange()
    {
        var now = GoldenCase.Open("tls-untrusted-root").Evidence().Concluded();

        Assert.Equal(
            [new("tls.issuer", "CN=WE1, O=Google Trust Services, C=US", "CN=Contoso Inspection CA")],
            BaselineComparer.Compare(Healthy, now).Changed);
    }

    [Fact]
    public void Addresses_OfAFailedResolution_AreGone() =>
        Assert.Contains(
            new ChangedFact("dns.addresses", "203.0.113.7", null),
            BaselineComparer.Compare(Healthy, GoldenCase.Open("dns-nxdomain").Evidence().Concluded()).Changed);

    [Fact]
    public void Cnames_ThatWereNotLookedUp_AreNotAChange()
    {
        var known = WithResolve(Healthy, facts => facts with { Cnames = ["edge.example"] });
        var none = WithResolve(Healthy, facts => facts with { Cnames = [] });

        Assert.Empty(BaselineComparer.Compare(known, Healthy).Changed);
        Assert.Equal([new("dns.cnames", "none", "edge.example")], BaselineComparer.Compare(none, known).Changed);
    }

    [Fact]
    public void Proxy_ThatAppeared_IsTheChange()
    {
        var changed = BaselineComparer.Compare(Healthy, GoldenCase.Open("proxy-refused").Evidence().Concluded()).Changed;

        Assert.Contains(new ChangedFact("proxy.url", null, "http://proxy.contoso.com:3128"), changed);
        Assert.Contains(new ChangedFact("proxy.source", "none", "https_proxy"), changed);
    }

    [Fact]
    public void RouteFingerprints_ThatDiffer_NameTheFieldsAndCompareNothing()
    {
        var evidence = GoldenCase.Open("tls-untrusted-root").Evidence();
        var other = (evidence with
        {
            Route =
            evidence.Route with { Model = "gpt-5", BaseUrl = "https://eu.api.openai.com/v1" }
        }).Concluded();

        var comparison = BaselineComparer.Compare(Healthy, other);

        Assert.Empty(comparison.Changed);
        Assert.Equal(
            [new("route.baseUrl", "https://api.openai.com/v1", "https://eu.api.openai.com/v1"), new(
                "route.model", "gpt-4.1-nano", "gpt-5")],
            comparison.NotComparable);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(149, false)]
    [InlineData(151, true)]
    public void Stage_BeyondItsNormalSpread_IsAChange(int milliseconds, bool isChanged)
    {
        var usual = Enumerable.Range(0, UsualTime.FewestSamples).Aggregate(
            UsualTimes.None, (times, number) => times.After(Connecting(96 + (number % 9))));

        var changed = BaselineComparer.Compare(Connecting(100), Connecting(milliseconds), usual).Changed;

        Assert.Equal(isChanged ? [("latency.connect", $"{milliseconds} ms")] : [], changed.Select(fact => (fact.Fact, fact.Now)));
    }

    [Fact]
    public void Stage_OfFewerThanThirtyKnownProbes_IsNotCompared()
    {
        var few = Enumerable.Range(0, UsualTime.FewestSamples - 1).Aggregate(UsualTimes.None, (times, _) => times.After(Connecting(100)));

        Assert.Empty(BaselineComparer.Compare(Connecting(100), Connecting(5000), few).Changed);
    }

    [Fact]
    public void Fingerprint_OfFieldsWithMovedBoundaries_Differs()
    {
        var hashes = new[]
        {
            FingerprintFactory.Hash([new("a", "b"), new("c", "d")]),
            FingerprintFactory.Hash([new("a", "b\n1:c=1:d")]),
            FingerprintFactory.Hash([new("a", "bc"), new("", "d")]),
            FingerprintFactory.Hash([new("a", null), new("c", "d")]),
            FingerprintFactory.Hash([new("a", ""), new("c", "d")]),
            FingerprintFactory.Hash([new("a", "-"), new("c", "d")]),
        };

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Matches(@"\Asha256:[0-9a-f]{64}\z", hash));
    }

    [Fact]
    public void Fingerprint_OfAnotherPath_LeavesTheRouteEqual()
    {
        var direct = FingerprintFactory.Create(GoldenCase.Open("healthy-completion").Evidence());
        var proxied = FingerprintFactory.Create(GoldenCase.Open("proxy-refused").Evidence());

        Assert.Equal(direct.Route, proxied.Route);
        Assert.NotEqual(direct.Path, proxied.Path);
    }

    private static ProbeResult WithResolve(ProbeResult result, Func<ResolveFacts, ResolveFacts> change) =>
        result.Changing<ResolveEvidence>(resolve => resolve with { Facts = change(resolve.Facts!) });

    private static ProbeResult Connecting(double milliseconds) => Healthy.Taking(Stage.Connect, milliseconds);
}
