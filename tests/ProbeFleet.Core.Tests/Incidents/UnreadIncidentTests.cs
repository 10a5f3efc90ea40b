namespace ProbeFleet.Core.Tests.Incidents;

/// <summary>An open incident that the judge cannot read may be of the fault that it sees: it is told once more at most, and always in the end.</summary>
public sealed class UnreadIncidentTests
{
    private const string Known = "upstream:openai";

    private readonly FleetStory _story = new();

    [Fact]
    public void Judge_UnreadIncidentOfTheSameComponent_IsWaitedForWhileItIsFreshAndThenNamed()
    {
        _story.Unread = [new("one", Known, IsFresh: true)];
        _story.Pass(5, Healthy).Pass(10, UpstreamDown);
        Assert.Empty(_story.Incidents);
        Assert.Equal((Known, "one"), HeldNow());

        _story.Unread = [new("one", Known, IsFresh: false)];
        _story.Pass(20, UpstreamDown);

        Assert.Equal(Known, Assert.Single(_story.Incidents).Component!.Name);
        Assert.EndsWith("cannot be read by the version that judges: one.", Assert.Single(_story.Notices).Change, StringComparison.Ordinal);
        Assert.Empty(_story.Judge().HeldBack);
    }

    [Fact]
    public void Judge_UnreadIncidentOfNobodyKnowsWhat_IsNamedAndKeepsNothingBack()
    {
        _story.Unread = [new("one", null, IsFresh: true)];
        _story.Pass(5, Healthy).Pass(10, UpstreamDown);

        Assert.Single(_story.Incidents);
        Assert.EndsWith("cannot be read by the version that judges: one.", Assert.Single(_story.Notices).Change, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_UnreadIncidentOfAnotherComponent_ChangesNothing()
    {
        _story.Unread = [new("one", "region:swedencentral", IsFresh: true)];
        _story.Pass(5, Healthy).Pass(10, UpstreamDown);

        Assert.Single(_story.Incidents);
        Assert.DoesNotContain("cannot be read", Assert.Single(_story.Notices).Change, StringComparison.Ordinal);
    }

    private (string, string) HeldNow()
    {
        var held = Assert.Single(_story.Judge().HeldBack);
        return (held.Component.Name, held.Unread.Id);
    }

    private static Cause? Healthy(string vantage, string route) => null;

    private static Cause? UpstreamDown(string vantage, string route) =>
        route is "openai" ? Cause.ServerError : route is "gateway" ? Cause.GatewayUpstreamFailed : null;
}
