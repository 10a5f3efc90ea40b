using System.Text.Json;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Tests.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Topology;

/// <summary>What people write into free text is a part of a component's name: no character of it may mean anything.</summary>
public sealed class ComponentTests
{
    private const string Odd = "a+dns b → c, d: e@f";

    [Theory]
    [InlineData("dns:a+b", true)]
    [InlineData("dns:c → d", true)]
    [InlineData("dns:a", false)]
    [InlineData("b", false)]
    public void IsAmong_ACommonCause_IsMetByEachMemberAndByNoPartOfAName(string crossed, bool meets)
    {
        var common = Component.Common([Resolver("dns:a+b"), Resolver("dns:c → d")]);

        Assert.Equal("other:dns:a+b+dns:c → d", common.Name);
        Assert.Equal(meets, common.IsAmong(new HashSet<string> { crossed }));
        Assert.Equal(meets, ReadAgain(common).IsAmong(new HashSet<string> { crossed }));
    }

    [Fact]
    public void Crossed_ByARouteWithOddFreeText_IsReadAgainAsItWas()
    {
        FleetTopology topology = new(
            [
                .. SmallFleet.Vantages.Select(vantage =>
                    vantage with { Resolver = Odd, Image = Odd, Network = Odd, Region = Odd, Proxy = Odd }),
            ],
            [
                SmallFleet.Routes[0] with { Declared = new() { Provider = Odd, QuotaScope = Odd, CredentialId = Odd } },
                SmallFleet.Routes[1],
            ]);

        var crossed = topology.Crossed(new(new("swe"), new("openai")));

        Assert.Equal(
            [
                $"dns:{Odd}", "egress:swe", $"egress:net {Odd}", $"egress:swe→{Odd}", $"proxy:{Odd}", $"corridor:{Odd}→{Odd}",
                $"trust-store:{Odd}", "front:api.openai.com", $"credential:{Odd}@swe", $"credential:{Odd}", $"quota:{Odd}",
                "deployment:api.openai.com/m", $"upstream:{Odd}",
            ],
            crossed.Select(component => component.Name));
        Assert.All(crossed, component => Assert.Equal(component, ReadAgain(component)));
    }

    [Theory]
    [InlineData(Cause.QuotaRate, "openai", "quota", "The quota {0} is used up for openai")]
    [InlineData(Cause.ServerError, "openai gateway", "upstream", "The model service {0} fails for openai and gateway")]
    public void Locate_AFaultOfWhatIsNamedOddly_SaysItsWholeName(Cause cause, string routes, string kind, string words)
    {
        var file = SmallFleet.Saw((_, route, _) => routes.Split(' ').Contains(route) ? cause : null);

        var located = Localizer.Locate(file with
        {
            Routes = [file.Routes[0] with { Declared = new() { Provider = Odd, QuotaScope = Odd } }, .. file.Routes.Skip(1)],
        });

        Assert.Equal($"{kind}:{Odd}", located.Verdict.Component?.Name);
        Assert.StartsWith(words.Replace("{0}", Odd, StringComparison.Ordinal), located.Suspects[0].Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cause.DnsTimeout, "swe eus", "dns")]
    [InlineData(Cause.TlsUntrustedRoot, "swe eus", "trust-store")]
    public void Locate_AFaultOfWhatOddlyNamedVantagesShare_NamesIt(Cause cause, string vantages, string kind)
    {
        var file = SmallFleet.Saw((vantage, _, _) => vantages.Split(' ').Contains(vantage) ? cause : null);

        var located = Localizer.Locate(file with
        {
            Vantages =
            [
                .. file.Vantages.Select(vantage =>
                    vantages.Split(' ').Contains($"{vantage.Name}") ? vantage with { Resolver = Odd, Image = Odd } : vantage),
            ],
        });

        Assert.Equal($"{kind}:{Odd}", located.Verdict.Component?.Name);
        Assert.Contains($" {Odd} ", located.Suspects[0].Words, StringComparison.Ordinal);
    }

    private static Component Resolver(string name) => new(ComponentKind.Dns, name, Owner.ConnectionPath);

    private static Component ReadAgain(Component component)
    {
        var json = JsonSerializer.Serialize(component, ProbeFleetJson.Default.Component);
        return JsonSerializer.Deserialize(json, ProbeFleetJson.Default.Component)!;
    }
}
