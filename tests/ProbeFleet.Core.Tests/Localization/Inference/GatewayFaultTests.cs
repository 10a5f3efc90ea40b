using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>What a gateway says of what stands behind it.</summary>
public sealed class GatewayFaultTests
{
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
            Id = $"{item.Id}#list-models", Path = item.Path with { Variant = ProbeVariant.ListModels },
            Outcome = ProbeOutcome.Passed, Cause = Cause.Ok,
        });

        var located = Localizer.Locate(seen with { Results = [.. seen.Results, .. listed] });

        Assert.Equal(Owner.RouteProvider, located.Verdict.Owner);
        Assert.DoesNotContain(located.Suspects, suspect => suspect.Component.Kind is ComponentKind.Upstream);
    }
}
