using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>Pairs of incidents that differ in nothing but what the looks after the failed probes found open.</summary>
public sealed class SideLookTests
{
    [Theory]
    [MemberData(nameof(Pairs))]
    public void Locate_WhatTheProbeItselfToldApart_IsTold(string at, string over, Cause cause, SideLook open, string expected)
    {
        var file = SmallFleet.Saw((vantage, route, _) => (at is "*" || vantage == at) && (over is "*" || route == over) ? cause : null);

        var without = Localizer.Locate(file);
        var with = Localizer.Locate(file with
        {
            Results = [.. file.Results.Select(item => item.Outcome is ProbeOutcome.Failed ? item with { Beside = [open] } : item)],
        });

        Assert.True(without.Verdict.Component?.Name != expected || without.Verdict.Confidence < .95 || without.Indistinguishable is not []);
        Assert.Equal(expected, with.Verdict.Component?.Name);
        Assert.True(with.Verdict.Confidence >= .95, $"{with.Verdict.Confidence}");
        Assert.Empty(with.Indistinguishable);
    }

    public static TheoryData<string, string, Cause, SideLook, string> Pairs => new()
    {
        { "uks", "*", Cause.ProxyFailed, new()
            {
                Variant = ProbeVariant.NoProxy,
                Depth = ProbeDepth.Authenticated,
            }, "proxy:proxy.uks:3128" },
        { "uks", "*", Cause.ProxyUnreachable, new()
            {
                Variant = ProbeVariant.NoProxy,
                Depth = ProbeDepth.Authenticated,
            }, "proxy:proxy.uks:3128" },
        { "uks", "*", Cause.TlsUntrustedRoot, new()
            {
                Variant = ProbeVariant.NoProxy,
                Depth = ProbeDepth.Authenticated,
            }, "proxy:proxy.uks:3128" },
        { "eus", "*", Cause.DnsTimeout, new() { Variant = ProbeVariant.OtherResolver, Depth = ProbeDepth.Authenticated }, "dns:vnet-eus" },
        { "*", "aoai-eus", Cause.HttpHeaderTimeout, new()
            {
                Variant = ProbeVariant.Keyless,
                Depth = ProbeDepth.Path,
            }, "upstream:azure-openai/eastus2" },
        {
            "*", "aoai-eus", Cause.TcpTimeout, new() { Variant = ProbeVariant.Full, Depth = ProbeDepth.Path, OnlyConnects = true },
            "front:contoso-eus.openai.azure.com"
        },
    };

    [Theory]
    [InlineData(Cause.AuthRegionUnsupported, 403, false)]
    [InlineData(Cause.AuthRegionUnsupported, 401, true)]
    [InlineData(Cause.AuthPermission, 403, true)]
    public void Find_RefusedAlikeWithoutAKey_IsNotRefusedForTheKey(Cause cause, int keyless, bool passes)
    {
        DrillDown look = new() { Variants = [new() { Variant = ProbeVariant.Keyless, ReachedApi = true, Status = keyless }] };

        var found = Assert.Single(SideLooks.Find(look, ProbeDepth.Completion, Stage.Answer, cause, status: 403)!);

        Assert.Equal(passes ? Cause.Ok : cause, found.Cause);
    }

    [Fact]
    public void Locate_OpenWay_IsNamedAgainstWhatItCleared()
    {
        var file = SmallFleet.Saw((vantage, _, _) => vantage is "uks" ? Cause.ProxyFailed : null);
        var located = Localizer.Locate(file with
        {
            Results =
            [
                .. file.Results.Select(item => item.Outcome is ProbeOutcome.Failed
                    ? item with { Beside = [new() { Variant = ProbeVariant.NoProxy, Depth = ProbeDepth.Path }] }
                    : item),
            ],
        });

        Assert.DoesNotContain(located.Suspects[0].Against, id => id.Contains('#', StringComparison.Ordinal));
        Assert.All(located.Suspects.Where(suspect => suspect.Component.Name is "egress:uks"),
            suspect => Assert.Contains(suspect.Against, id => id.EndsWith("#no-proxy", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(ProbeVariant.NoProxy)]
    [InlineData(ProbeVariant.OtherResolver)]
    [InlineData(ProbeVariant.SystemTrust)]
    public void Locate_WayInPlaceOfAPartThatIsClosed_ChangesNothing(ProbeVariant variant)
    {
        var file = SmallFleet.Saw((vantage, _, _) => vantage is "uks" ? Cause.ProxyFailed : null);
        var asked = file.Results.Where(item => item.Outcome is ProbeOutcome.Failed)
            .Select(item => item with { Id = $"{item.Id}-asked", Path = item.Path with { Variant = variant }, Cause = Cause.TcpTimeout });

        var (before, after) = (Localizer.Locate(file), Localizer.Locate(file with { Results = [.. file.Results, .. asked] }));

        Assert.Equal(before.Verdict, after.Verdict);
    }

    [Theory]
    [InlineData(ProbeVariant.IPv4)]
    [InlineData(ProbeVariant.IPv6)]
    public void FailureOverOneFamilyAlone_IsNoEvidence(ProbeVariant variant)
    {
        var healthy = SmallFleet.Saw((_, _, _) => null);
        var oneFamily = SmallFleet.Saw((_, _, _) => Cause.DnsNoAnswer).Results
            .Select(item => item with { Id = $"{item.Id}-{variant}", Path = item.Path with { Variant = variant } });

        Assert.Null(Localizer.Locate(healthy with { Results = [.. healthy.Results, .. oneFamily] }).Verdict.Component);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(WorkloadRuntime.Python, false)]
    public void RouteOfARuntime_IsNotAskedForWhatOnlyTheVantagesOwnProcessDoes(WorkloadRuntime? runtime, bool asks)
    {
        var file = SmallFleet.Saw((vantage, _, round) => vantage is "swe" && round >= 4 ? Cause.DnsServfail : null) with
        {
            Routes = [.. SmallFleet.Routes.Select(route => route with { Runtime = runtime })],
        };

        Assert.Equal(asks, Localizer.Locate(file).Candidates.Any(next => next.Variant is "other-resolver" or "system-trust"));
    }
}
