using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>What several networks, resolvers or images share and nobody declared.</summary>
public sealed class HiddenCauseTests
{
    private const string Host = "contoso-eus.openai.azure.com";
    private static readonly string[] Spokes = ["net1", "net2", "net3"];

    [Theory]
    [InlineData(Cause.TcpTimeout)]
    [InlineData(Cause.TlsReset)]
    public void HubsFirewallLacksOneHost_IsWhatTheSpokesWaysOutShareAndNoServer(Cause cause)
    {
        var located = Localizer.Locate(Saw((vantage, route) => Spokes.Contains(NetworkOf(vantage)) && route is "aoai-eus" ? cause : null));

        Assert.Equal(Owner.ConnectionPath, located.Verdict.Owner);
        Assert.Equal("other:egress:net net1+egress:net net2+egress:net net3", located.Verdict.Component?.Name);
        Assert.Equal([Host], located.Suspects[0].HeldTo);
    }

    [Fact]
    public void HubsFirewallFailsHalfOfAllInMixedWays_IsWhatTheSpokesWaysOutShare()
    {
        var seen = 0;
        var located = Localizer.Locate(Saw((vantage, _) => !Spokes.Contains(NetworkOf(vantage)) ? null : (seen++ % 4) switch
        {
            0 => Cause.TcpTimeout,
            1 => seen % 3 is 0 ? Cause.HttpHeaderTimeout : Cause.TlsTimeout,
            _ => null,
        }));

        Assert.Equal(Owner.ConnectionPath, located.Verdict.Owner);
        Assert.Equal("other:egress:net net1+egress:net net2+egress:net net3", located.Verdict.Component?.Name);
    }

    [Fact]
    public void ForwarderOfOneName_IsWhatTheResolversShareAndNoServer()
    {
        var located = Localizer.Locate(Saw((vantage, route) =>
            Spokes.Contains(NetworkOf(vantage)) && route is "gateway" ? Cause.DnsServfail : null));

        Assert.Equal(Owner.ConnectionPath, located.Verdict.Owner);
        Assert.Equal("other:dns:net1+dns:net2+dns:net3", located.Verdict.Component?.Name);
    }

    [Fact]
    public void UnknownIssuerAtSomeVantages_IsNoServer()
    {
        var located = Localizer.Locate(Saw((vantage, route) =>
            Spokes.Contains(NetworkOf(vantage)) && route is "aoai-eus" ? Cause.TlsUntrustedRoot : null));

        Assert.Equal(Owner.ConnectionPath, located.Verdict.Owner);
    }

    [Fact]
    public void UnknownIssuerOfUnlikeHostsInOneNetwork_IsItsWayOutAndNoResolver()
    {
        var located = Localizer.Locate(Saw((vantage, route) =>
            NetworkOf(vantage) is "net1" && route is not "aoai-swe" ? Cause.TlsUntrustedRoot : null));

        Assert.Equal("egress:net net1", located.Verdict.Component?.Name);
    }

    [Fact]
    public void GatewaysBackendFailsWhileTheDirectRouteHasOneStrayFailure_IsTheGatewaysAndNotTheModelsService()
    {
        var seen = 0;
        var located = Localizer.Locate(Saw((vantage, route) => route switch
        {
            "gateway" => seen++ % 4 is 0 ? Cause.GatewayUpstreamFailed : null,
            "openai" when vantage is "net1-1" && seen < 2 => Cause.ServerError,
            _ => null,
        }));

        Assert.Equal(Owner.RouteProvider, located.Verdict.Owner);
        Assert.DoesNotContain(located.Suspects, suspect => suspect.Component.Kind is ComponentKind.Upstream && suspect.Probability > .1);
    }

    [Fact]
    public void EveryVantageFailsOneHost_IsTheServer()
    {
        var located = Localizer.Locate(Saw((_, route) => route is "aoai-eus" ? Cause.TcpTimeout : null));

        Assert.Equal($"front:{Host}", located.Verdict.Component?.Name);
    }

    private static string NetworkOf(string vantage) => vantage[..4];

    private static IncidentFile Saw(Func<string, string, Cause?> cause)
    {
        IReadOnlyList<FleetVantage> vantages =
        [
            .. from network in Enumerable.Range(1, 6)
               from number in Enumerable.Range(1, 2)
               select new FleetVantage
               {
                   Name = new($"net{network}-{number}"),
                   Region = $"region{network % 2}",
                   Network = $"net{network}",
                   Image = $"image{((2 * network) + number) % 3}",
               },
        ];
        return new()
        {
            Window = new(SmallFleet.Start, SmallFleet.Start.AddMinutes(12)),
            Vantages = vantages,
            Routes = SmallFleet.Routes,
            Results =
            [
                .. from round in Enumerable.Range(0, 12)
                   from vantage in vantages
                   from route in SmallFleet.Routes
                   select SmallFleet.Observed(
                       vantage.Name, route.Name, round, cause(vantage.Name.ToString(), route.Name.ToString())),
            ],
        };
    }
}
