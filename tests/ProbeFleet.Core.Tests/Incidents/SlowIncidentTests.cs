using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Incidents;

/// <summary>What passes and has become slow is an incident like what fails.</summary>
public sealed class SlowIncidentTests
{
    private readonly FleetStory _story = new();

    [Fact]
    public void Judge_ProxyBecomesSlow_IsOneStoryOfTheProxysVantage()
    {
        Pass(5).Pass(5, Healthy, slow: (vantage, _) => vantage is "uks" ? Stage.Tunnel : null);

        var open = Assert.Single(_story.Open);
        Assert.Equal(Owner.ConnectionPath, open.Owner);
        Assert.Contains(open.Localization!.Suspects, suspect => suspect.Component.Kind is ComponentKind.Proxy);
        Assert.Equal(["aoai-eus", "aoai-swe", "gateway", "openai"], open.Affected.Select(affected => $"{affected.Route}").Order());
        Assert.All(open.Affected, affected => Assert.Equal(
            ("uks", Stage.Tunnel, Cause.Ok), ($"{affected.Vantage}", affected.Slow, affected.Cause)));
        Assert.Contains(open.Timeline, entry => entry.Text == "openai was slow from uks at tunnel.");
        Assert.Contains("4 routes are slow from 1 vantage.", Assert.Single(_story.Notices).Change, StringComparison.Ordinal);

        Pass(15);
        var closed = Assert.Single(_story.Incidents);
        Assert.Equal((IncidentState.Closed, IncidentEnding.Recovery), (closed.State, closed.ClosedBy));
        Assert.Contains(closed.Timeline, entry => entry.Text == "openai passed from uks in its usual time.");
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], _story.Notices.Select(notice => notice.Transition));
    }

    [Theory]
    [InlineData(Stage.Resolve, ComponentKind.Dns)]
    [InlineData(Stage.Connect, ComponentKind.Egress, ComponentKind.Corridor, ComponentKind.Proxy)]
    public void Judge_OneVantageSlow_SuspectsWhatCanDelayThatStage(Stage stage, params ComponentKind[] kinds)
    {
        Pass(5).Pass(6, Healthy, slow: (vantage, _) => vantage is "swe" ? stage : null);

        var open = Assert.Single(_story.Open);
        Assert.Contains(open.Component!.Kind, kinds);
        Assert.EndsWith("swe", open.Component.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_AnswersSlowFromEverywhere_IsTheProviders()
    {
        Pass(5).Pass(6, Healthy, slow: (_, route) => route is "aoai-swe" ? Stage.Respond : null);

        var open = Assert.Single(_story.Open);
        Assert.Equal(("upstream:azure-openai/swedencentral", Owner.ApiServer), (open.Component!.Name, open.Owner));
        Assert.EndsWith(": 1 route is slow from 3 vantages.", Assert.Single(_story.Notices).Change, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OneSlowRound_OpensNothing()
    {
        Pass(5).Pass(1, Healthy, slow: (_, _) => Stage.Connect);
        Pass(10);

        Assert.Empty(_story.Incidents);
    }

    [Fact]
    public void Judge_SlowAndThenFailing_SaysSo()
    {
        Pass(5).Pass(5, Healthy, slow: (vantage, _) => vantage is "uks" ? Stage.Tunnel : null);
        _story.Pass(5, (vantage, _) => vantage is "uks" ? Cause.ProxyUnreachable : null);

        var open = Assert.Single(_story.Open);
        Assert.All(open.Affected, affected => Assert.Equal((Cause.ProxyUnreachable, (Stage?)null), (affected.Cause, affected.Slow)));
        Assert.Contains(open.Timeline, entry => entry.Text.StartsWith(
            "openai failed in another way from uks: proxy.unreachable", StringComparison.Ordinal));
    }

    private FleetStory Pass(int minutes) => _story.Pass(minutes, Healthy);

    private static Cause? Healthy(string vantage, string route) => null;
}
