using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization.Inference;

public sealed class IdentifiabilityTests
{
    private const string Engine = "other:deployment:api.openai.com/m+deployment:llm.contoso.com/m";
    private const string Account = "other:quota:api.openai.com/OPENAI_API_KEY+quota:api.openai.com/SECOND_KEY";

    [Fact]
    public void Analyze_OneModelBehindSeveralDeployments_ItsEngineIsOnePart()
    {
        var pair = Find(new(SmallFleet.Vantages, SmallFleet.Routes), Engine, "upstream:openai");

        Assert.Equal((ComponentKind.Upstream, Owner.ApiServer), (pair!.First.Kind, pair.First.Owner));
        Assert.False(pair.SymptomsDiffer);
        Assert.Equal("a route like 'gateway' with another model or deployment", pair.Separator);
    }

    [Fact]
    public void Analyze_AnotherModelOfTheSameApi_TellsItsEngineApart() => Assert.Null(Find(
        new(SmallFleet.Vantages, [.. SmallFleet.Routes, Second with { Model = "n" }]), Engine, "upstream:openai"));

    [Fact]
    public void Analyze_SeveralQuotasOfOneHost_TheirAccountIsOnePart()
    {
        var pair = Find(new(SmallFleet.Vantages, [SmallFleet.Routes[0], Second]), Account, "upstream:openai");

        Assert.Equal((ComponentKind.Quota, Owner.Quota), (pair!.First.Kind, pair.First.Owner));
        Assert.True(pair.SymptomsDiffer);
    }

    [Fact]
    public void Analyze_SeveralKeysOfOneQuotaScope_TheirAccountIsOnePart()
    {
        const string Keys = "other:credential:OPENAI_API_KEY+credential:SECOND_KEY";
        FleetTopology fleet = new(
            SmallFleet.Vantages, [.. new[] { SmallFleet.Routes[0], Second }.Select(route => route with { Declared = new() { QuotaScope = "team" } })]);

        var pair = Find(fleet, Keys, "quota:team", ProbeVariant.Full);

        Assert.Equal((ComponentKind.Credential, Owner.Authentication), (pair!.First.Kind, pair.First.Owner));
        Assert.True(pair.SymptomsDiffer);
        Assert.Null(Find(fleet, Keys, "quota:team"));
    }

    [Fact]
    public void Analyze_OneNameOnAResolver_IsToldFromTheWayToItsHostByAnotherResolver()
    {
        FleetTopology fleet = new(SmallFleet.Vantages, SmallFleet.Routes);
        const string Way = "corridor:swedencentral→llm.contoso.com";
        const string Name = "dns:vnet-swe→llm.contoso.com";

        Assert.NotNull(Find(fleet, Way, Name, ProbeVariant.Full));
        Assert.Null(Find(fleet, Way, Name));
        Assert.NotNull(Find(
            new([.. fleet.Vantages.Select(vantage => vantage with { Forbids = [ProbeVariant.OtherResolver] })], fleet.Routes), Way, Name));
    }

    [Fact]
    public void Analyze_AResolverThatIsAskedForOneNameOnly_IsOnePart() => Assert.DoesNotContain(
        Identifiability.Analyze(new(SmallFleet.Vantages, [SmallFleet.Routes[0]]), ProbeVariant.Full).Pairs,
        pair => pair.First.Name.StartsWith("dns:vnet-swe→", StringComparison.Ordinal));

    private static Route Second { get; } = SmallFleet.Routes[0] with
    {
        Name = new("second"),
        Credential = new CredentialSource.EnvironmentVariable("SECOND_KEY"),
    };

    private static IndistinguishablePair? Find(FleetTopology fleet, string first, string second, params ProbeVariant[] variants) =>
        Identifiability.Analyze(fleet, variants).Pairs.SingleOrDefault(pair => pair.First.Name == first && pair.Second.Name == second);
}
