using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Tests.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Topology;

public sealed class FleetTopologyTests
{
    private static readonly FleetTopology Small = new(SmallFleet.Vantages, SmallFleet.Routes);

    [Fact]
    public void Crossed_ByAGatewayBehindAProxy_IsInOrderAndSharesTheControlsUpstream() =>
        Assert.Equal(
            ["dns:vnet-uks", "egress:uks", "proxy:proxy.uks:3128", "corridor:uksouth→llm.contoso.com", "trust-store:old",
                "front:llm.contoso.com",
                "credential:GATEWAY_KEY@uks", "credential:GATEWAY_KEY", "quota:llm.contoso.com/GATEWAY_KEY", "deployment:llm.contoso.com/m",
                "front:llm.contoso.com#upstream", "upstream:openai"],
            Names(Small, new(new("uks"), new("gateway"))));

    [Theory]
    [InlineData(ProbeDepth.Path, ProbeVariant.Full, "front:api.openai.com")]
    [InlineData(ProbeDepth.Authenticated, ProbeVariant.Full, "credential:OPENAI_API_KEY")]
    [InlineData(ProbeDepth.Completion, ProbeVariant.Keyless, "front:api.openai.com")]
    [InlineData(ProbeDepth.Completion, ProbeVariant.ListModels, "credential:OPENAI_API_KEY")]
    [InlineData(ProbeDepth.Completion, ProbeVariant.Full, "upstream:openai")]
    public void Crossed_ByDepthAndVariant_EndsAt(ProbeDepth depth, ProbeVariant variant, string last) =>
        Assert.Equal(last, Names(Small, new(new("swe"), new("openai"), depth, variant))[^1]);

    [Theory]
    [InlineData(ProbeVariant.NoProxy, "proxy:proxy.uks:3128")]
    [InlineData(ProbeVariant.OtherResolver, "dns:vnet-uks")]
    [InlineData(ProbeVariant.SystemTrust, "trust-store:old")]
    public void Crossed_ByAPairedVariant_LeavesOneComponentOut(ProbeVariant variant, string left)
    {
        ProbedPath path = new(new("uks"), new("openai"));

        Assert.Equal([left], Names(Small, path).Except(Names(Small, path with { Variant = variant })));
    }

    [Fact]
    public void Crossed_ByAPrivateRouteWithAManagedIdentity_HasEndpointAndTokenService()
    {
        var route = SmallFleet.Routes[2] with
        {
            Declared = new() { IsPrivate = true },
            Credential = new CredentialSource.ManagedIdentity(),
        };

        var names = Names(new(SmallFleet.Vantages, [route]), new(new("swe"), route.Name));

        Assert.Equal("token-service:swedencentral", names[0]);
        Assert.Contains("private-endpoint:vnet-swe→contoso-swe.openai.azure.com", names);
        Assert.Contains("credential:managed-identity@swe", names);
        Assert.DoesNotContain(names, name => name.StartsWith("corridor:", StringComparison.Ordinal));
    }

    [Fact]
    public void Crossed_ByAGatewayWithoutAControl_HasNoUpstream()
    {
        var route = SmallFleet.Routes[1] with { Fronts = null };

        Assert.DoesNotContain(
            Names(new(SmallFleet.Vantages, [route]), new(new("swe"), route.Name)),
            name => name.StartsWith("upstream:", StringComparison.Ordinal));
    }

    [Fact]
    public void Crossed_WhereOneRegionHasTwoVantages_TellsOneInstanceAndDestinationApart()
    {
        FleetTopology crowded = new(
            [.. SmallFleet.Vantages, SmallFleet.Vantages[0] with { Name = new VantageName("swe-2") }], SmallFleet.Routes);

        Assert.Contains("egress:swe→openai", Names(crowded, new(new("swe"), new("openai"))));
        Assert.DoesNotContain("egress:eus→openai", Names(crowded, new(new("eus"), new("openai"))));
    }

    [Fact]
    public void Crossed_ByARouteOfARuntime_HasThatRuntimesListOfRootsInPlaceOfTheImages()
    {
        FleetTopology fleet = new(SmallFleet.Vantages, [SmallFleet.Routes[0] with { Runtime = WorkloadRuntime.Python }]);

        var names = Names(fleet, new(new("swe"), new("openai")));

        Assert.Contains("trust-store:python@new", names);
        Assert.DoesNotContain("trust-store:new", names);
        Assert.Contains(Identifiability.Analyze(fleet, ProbeVariant.Full).Pairs, pair =>
            pair is { Second.Name: "trust-store:python@old", Separator: "a vantage like 'uks' with another image" });
    }

    [Theory]
    [InlineData("eus", true)]
    [InlineData("swe", false)]
    public void CanMeet_AnInstance_IsMetByEachProbeOfItsVantage(string vantage, bool meets)
    {
        Component instance = new(ComponentKind.Egress, "egress:eus#b2", Owner.ConnectionPath);

        Assert.Equal(meets, Small.CanMeet(instance, new(vantage), new("openai")));
        Assert.Equal(meets, Small.CanMeet(Component.Common([instance, instance]), new(vantage), new("openai")));
    }

    [Theory]
    [InlineData("prod-*", "prod-swe", true)]
    [InlineData("prod-*", "lab-swe", false)]
    [InlineData("pr.d-swe", "prod-swe", false)]
    public void IsProbedFrom_APattern_MatchesTheWholeName(string pattern, string vantage, bool isProbed) =>
        Assert.Equal(isProbed, (SmallFleet.Routes[0] with { Vantages = [pattern] }).IsProbedFrom(new VantageName(vantage)));

    [Fact]
    public void Identifiability_OneVantageAndRoute_NamesWhatWouldSeparateThePair()
    {
        var report = Identifiability.Analyze(new([SmallFleet.Vantages[0]], [SmallFleet.Routes[0]]), ProbeVariant.Full);

        var pair = Assert.Single(
            report.Pairs, pair => pair is { First.Name: "corridor:swedencentral→openai", Second.Name: "front:api.openai.com" });
        Assert.Equal("a vantage like 'swe' in another region", pair.Separator);
        var credential = Assert.Single(
            report.Pairs, pair => pair is { First.Name: "credential:OPENAI_API_KEY", Second.Name: "upstream:openai" });
        Assert.True(credential.SymptomsDiffer);
        Assert.Equal("a route like 'openai' with another credential", credential.Separator);
    }

    [Fact]
    public void Identifiability_MoreVantages_HasFewerPairs()
    {
        static bool ResolverAndImage(IndistinguishablePair pair) => pair is { First.Name: "dns:vnet-swe", Second.Name: "trust-store:new" };

        Assert.Contains(Identifiability.Analyze(
            new([SmallFleet.Vantages[0]], SmallFleet.Routes), ProbeVariant.Full).Pairs, ResolverAndImage);
        Assert.DoesNotContain(Identifiability.Analyze(Small, ProbeVariant.Full).Pairs, ResolverAndImage);
    }

    private static List<string> Names(
        FleetTopology topology, ProbedPath path) => [.. topology.Crossed(path).Select(component => component.Name)];
}
