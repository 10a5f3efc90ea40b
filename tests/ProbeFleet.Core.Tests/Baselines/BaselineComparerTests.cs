using ProbeFleet.Core.Baselines;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Baselines;

public sealed class BaselineComparerTests
{
    private static readonly int[] Durations = [98, 102, 100, 96, 104, 900];

    private static readonly ProbeResult Healthy = Conclude(GoldenCase.Open("healthy-completion").Evidence());

    [Fact]
    public void SameResult_ComparedWithItself_HasNoChange()
    {
        var comparison = BaselineComparer.Compare(Healthy, Healthy);

        Assert.Empty(comparison.Changed);
        Assert.Null(comparison.NotComparable);
        Assert.Equal((Healthy.Id, Healthy.StartedAt), (comparison.ProbeId, comparison.At));
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
        var now = Conclude(GoldenCase.Open("tls-untrusted-root").Evidence());

        Assert.Equal(
            [new("tls.issuer", "CN=WE1, O=Google Trust Services, C=US", "CN=Contoso Inspection CA")],
            BaselineComparer.Compare(Healthy, now).Changed);
    }

    [Fact]
    public void Addresses_OfAFailedResolution_AreGone() =>
        Assert.Contains(new ChangedFact("dns.addresses", "203.0.113.7", null), BaselineComparer.Compare(Healthy, Conclude(GoldenCase.Open("dns-nxdomain").Evidence())).Changed);

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
        var changed = BaselineComparer.Compare(Healthy, Conclude(GoldenCase.Open("proxy-refused").Evidence())).Changed;

        Assert.Contains(new ChangedFact("proxy.url", null, "http://proxy.contoso.com:3128"), changed);
        Assert.Contains(new ChangedFact("proxy.source", "none", "https_proxy"), changed);
    }

    [Fact]
    public void RouteFingerprints_ThatDiffer_NameTheFieldsAndCompareNothing()
    {
        var evidence = GoldenCase.Open("tls-untrusted-root").Evidence();
        var other = Conclude(evidence with { Route = evidence.Route with { Model = "gpt-5", BaseUrl = "https://eu.api.openai.com/v1" } });

        var comparison = BaselineComparer.Compare(Healthy, other);

        Assert.Empty(comparison.Changed);
        Assert.Equal(
            [new("route.baseUrl", "https://api.openai.com/v1", "https://eu.api.openai.com/v1"), new("route.model", "gpt-4.1-nano", "gpt-5")],
            comparison.NotComparable);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(118, 0)]
    [InlineData(119, 1)]
    public void Duration_BeyondItsNormalSpread_IsAChange(int milliseconds, int changes)
    {
        var latency = LatencyBaseline.From(Durations.Select(value => TimeSpan.FromMilliseconds(value)));
        var now = Healthy with { Duration = TimeSpan.FromMilliseconds(milliseconds) };

        Assert.Equal(changes, BaselineComparer.Compare(Healthy, now, latency).Changed.Count(fact => fact.Fact is "latency"));
    }

    [Fact]
    public void LatencyBaseline_OfFewerThanFiveDurations_IsUnknown() =>
        Assert.Null(LatencyBaseline.From(Enumerable.Repeat(TimeSpan.FromSeconds(1), 4)));

    [Fact]
    public void LatencyBaseline_OfEqualDurations_StillAllowsASmallSpread()
    {
        var latency = LatencyBaseline.From(Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 9))!;

        Assert.Equal(TimeSpan.FromMilliseconds(117.5), latency.LongestNormal);
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

    private static ProbeResult Conclude(ProbeEvidence evidence) => ProbeJudgement.Conclude(evidence, FingerprintFactory.Create(evidence));

    private static ProbeResult WithResolve(ProbeResult result, Func<ResolveFacts, ResolveFacts> change) => result with
    {
        Stages = [.. result.Stages.Select(stage => stage is ResolveEvidence resolve ? resolve with { Facts = change(resolve.Facts!) } : stage)],
    };
}
