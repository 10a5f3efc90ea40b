using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>A gateway words what fails behind it in its own way, and is no second fault for that.</summary>
public sealed class GatewayFaultTests
{
    private const string GatewaysUpstream = "front:llm.contoso.com#upstream";

    [Fact]
    public void Locate_QuotaUsedUpBehindAGatewayThatSaysUnavailable_AccusesTheQuotaAlone()
    {
        var routes = Routes(fronts: "aoai-swe", quotaScope: "sub/swedencentral/chat");

        var located = Localizer.Locate(SmallFleet.Saw(routes, (_, route, round) => (route, round) switch
        {
            ("aoai-swe", > 2) => Cause.QuotaRate,
            ("gateway", > 2) => round % 2 == 0 ? Cause.GatewayUnavailable : Cause.QuotaRate,
            _ => null,
        }));

        Assert.Equal("quota:sub/swedencentral/chat", Assert.Single(Accused(located)));
    }

    [Fact]
    public void Locate_ServiceFailsTogetherWithAGatewayOfItsModelThatFrontsNothing_AccusesNoSecondFault()
    {
        var located = Localizer.Locate(SmallFleet.Saw(Routes(fronts: null), (_, route, round) => (route, round) switch
        {
            ("openai", > 2) => Cause.ServerOverloaded,
            ("gateway", > 2) => Cause.GatewayUpstreamFailed,
            _ => null,
        }));

        Assert.DoesNotContain(GatewaysUpstream, Accused(located));
        Assert.Equal(Owner.ApiServer, located.Verdict.Owner);
    }

    [Fact]
    public void Locate_GatewayOfTheModelFailsAlone_DoesNotAccuseTheService()
    {
        var located = Localizer.Locate(SmallFleet.Saw(Routes(fronts: null), (_, route, round) =>
            route is "gateway" && round > 2 ? Cause.GatewayUpstreamFailed : null));

        Assert.Equal(Owner.RouteProvider, located.Verdict.Owner);
    }

    [Fact]
    public void Locate_GatewayRefusedByNetworkRulesAndItsControlTimedOutOnce_SuspectsTheRouteProvider()
    {
        var seen = SmallFleet.Saw((vantage, route, round) => (vantage, route, round) switch
        {
            ("swe", "openai" or "gateway", 1) => Cause.HttpHeaderTimeout,
            (_, "gateway", > 2) => Cause.NetworkRulesDenied,
            _ => null,
        });
        var listed = seen.Results.Where(item => item.Cause is Cause.NetworkRulesDenied).Select(item => item with
        {
            Id = $"{item.Id}#list-models",
            Path = item.Path with { Variant = ProbeVariant.ListModels },
            Outcome = ProbeOutcome.Passed,
            Cause = Cause.Ok,
        });

        var located = Localizer.Locate(seen with { Results = [.. seen.Results, .. listed] });

        Assert.Equal(Owner.RouteProvider, located.Verdict.Owner);
        Assert.DoesNotContain(located.Suspects, suspect => suspect.Component.Kind is ComponentKind.Upstream);
    }

    private static IReadOnlyList<string> Accused(FaultLocalization located) =>
        [.. located.Suspects.Where(suspect => suspect.Probability >= .5).Select(suspect => suspect.Component.Name)];

    private static IReadOnlyList<Route> Routes(string? fronts, string? quotaScope = null) =>
    [
        .. SmallFleet.Routes.Select(route => route.Name.ToString() switch
        {
            "gateway" => route with { Fronts = fronts is null ? null : new RouteName(fronts) },
            "aoai-swe" when quotaScope is not null => route with { Declared = route.Declared with { QuotaScope = quotaScope } },
            _ => route,
        }),
    ];
}
