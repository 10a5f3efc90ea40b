using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Fleet.Tests.Rounds;

public sealed class RoundPlanTests
{
    private static readonly Uri Anywhere = new("https://localhost/v1");

    [Fact]
    public void Scheduled_Routes_AreThoseOfTheVantage()
    {
        var configuration = Lab.ConfigurationOf(
            Lab.RouteTo(Anywhere, "everywhere"),
            Lab.RouteTo(Anywhere, "here") with { Vantages = ["la*"] },
            Lab.RouteTo(Anywhere, "elsewhere") with { Vantages = ["prod-*"] });

        var plan = RoundPlan.Scheduled(configuration, Lab.Vantage.Name, 0);

        Assert.Equal(["everywhere", "here"], plan.Routes.Select(route => route.Name.ToString()));
    }

    [Fact]
    public void Scheduled_CompletionEveryFifth_OthersAuthenticated()
    {
        var configuration = Lab.ConfigurationOf(Lab.RouteTo(Anywhere)) with { Probe = new ProbeSettings { CompletionEvery = 5 } };

        var completions = Enumerable.Range(0, 20).Where(number => DepthOf(configuration, number) is ProbeDepth.Completion);

        Assert.Equal([0, 5, 10, 15], completions);
        Assert.Equal(ProbeDepth.Authenticated, DepthOf(configuration, 7));
    }

    [Fact]
    public void Scheduled_DepthPath_NeverGoesFurther()
    {
        var configuration = Lab.ConfigurationOf(Lab.RouteTo(Anywhere)) with { Probe = new ProbeSettings { Depth = ProbeDepth.Path } };

        Assert.All(Enumerable.Range(0, 10), number => Assert.Equal(ProbeDepth.Path, DepthOf(configuration, number)));
    }

    [Fact]
    public void OnDemand_NamedRoutes_OnceAtTheDepthAskedFor()
    {
        var configuration = Lab.ConfigurationOf(
            Lab.RouteTo(Anywhere, "a"), Lab.RouteTo(Anywhere, "b")) with
        {
            Probe = new ProbeSettings { Attempts = 3 },
        };

        var plan = RoundPlan.OnDemand(configuration, Lab.Vantage.Name, [new("b")], ProbeDepth.Path);

        Assert.Equal("b", Assert.Single(plan.Routes).Name.ToString());
        Assert.Equal((1, ProbeDepth.Path, false), (plan.Attempts, plan.Depth, plan.Confirms));
    }

    [Fact]
    public void Reusing_RouteOfARuntime_IsLeftOut()
    {
        var configuration = Lab.ConfigurationOf(
            Lab.RouteTo(Anywhere, "own"), Lab.RouteTo(Anywhere, "python") with { Runtime = WorkloadRuntime.Python })
            with
        {
            Probe = new ProbeSettings { ReuseEvery = TimeSpan.FromHours(6) },
        };

        Assert.Equal("own", Assert.Single(RoundPlan.Reusing(configuration, Lab.Vantage.Name)).Name.ToString());
    }

    private static ProbeDepth DepthOf(FleetConfiguration configuration, int number) =>
        RoundPlan.Scheduled(configuration, Lab.Vantage.Name, number).Depth;
}
