using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Tests.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Incidents;

public sealed class IncidentJudgeTests
{
    private readonly FleetStory _story = new();

    [Fact]
    public void Judge_OneRoundInWhichEverythingFails_OpensNothing()
    {
        _story.Pass(5, Healthy).Pass(1, (_, _) => Cause.TcpTimeout).Pass(10, Healthy);

        Assert.Empty(_story.Incidents);
    }

    [Fact]
    public void Judge_UpstreamFailsAndRecovers_TellsOneStory()
    {
        _story.Pass(5, Healthy).Pass(4, UpstreamDown);

        var open = Assert.Single(_story.Open);
        Assert.Equal((Owner.ApiServer, "upstream:openai"), (open.Owner, open.Component!.Name));
        Assert.Equal(
            ["eus gateway", "eus openai", "swe gateway", "swe openai", "uks gateway", "uks openai"],
            open.Affected.Select(affected => $"{affected.Vantage} {affected.Route}").Order());
        Assert.InRange(open.OpenedAt, SmallFleet.Start.AddMinutes(6), SmallFleet.Start.AddMinutes(8));

        _story.Pass(15, Healthy);
        var closed = Assert.Single(_story.Incidents);
        Assert.Equal((IncidentState.Closed, IncidentEnding.Recovery), (closed.State, closed.ClosedBy));
        Assert.InRange(closed.ClosedAt!.Value, SmallFleet.Start.AddMinutes(11), SmallFleet.Start.AddMinutes(15));
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], _story.Notices.Select(notice => notice.Transition));
        Assert.Equal(_story.Notices.Count, _story.Notices.DistinctBy(notice => notice.Id).Count());
        Assert.Equal(6, closed.Timeline.Count(entry => entry.Kind is TimelineKind.Seen));
        Assert.Equal(6, closed.Timeline.Count(entry => entry.Kind is TimelineKind.Recovered));
        Assert.All(closed.Affected, affected => Assert.Equal(4, affected.Failures));
    }

    [Fact]
    public void Judge_CauseThatNobodyDeclaredBehindTwoHosts_IsAnIncidentOfBoth()
    {
        _story.Pass(5, Healthy, ProbeDepth.Authenticated).Pass(4, UpstreamDown, ProbeDepth.Authenticated);

        var open = Assert.Single(_story.Open);
        Assert.StartsWith("other:front:", open.Component!.Name, StringComparison.Ordinal);
        Assert.Equal(["gateway", "openai"], open.Affected.Select(affected => $"{affected.Route}").Distinct().Order());
    }

    [Fact]
    public void Judge_EverythingFallsSilent_ClosesNothing()
    {
        _story.Pass(5, Healthy).Pass(4, UpstreamDown).Pass(120, (_, _) => Cause.ProbeCancelled);

        Assert.Single(_story.Open);
        Assert.Single(_story.Notices);
    }

    [Fact]
    public void Judge_NotAllIsReadWhileItRecovers_WaitsForTheRest()
    {
        _story.Pass(5, Healthy).Pass(4, UpstreamDown);
        _story.IsPartial = true;
        _story.Pass(20, Healthy);

        var open = Assert.Single(_story.Open);
        Assert.All(open.Affected, affected => Assert.Null(affected.RecoveredAt));
        Assert.DoesNotContain(open.Timeline, entry => entry.Kind is TimelineKind.Recovered);
        _story.IsPartial = false;
        _story.Pass(1, Healthy);
        Assert.Equal(IncidentEnding.Recovery, Assert.Single(_story.Incidents).ClosedBy);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Judge_ResultsMayBeMissing_TheLocalizationSaysSo(bool isPartial, bool lacksVantages)
    {
        (_story.IsPartial, _story.UnreadableVantages) = (isPartial, lacksVantages ? [new("far")] : []);
        _story.Pass(5, Healthy).Pass(4, UpstreamDown);

        var localization = Assert.Single(_story.Open).Localization!;
        Assert.Equal(isPartial || lacksVantages, localization.IsPartial);
        Assert.Equal(lacksVantages ? "far" : null, localization.UnreadableVantages?.Single().ToString());
    }

    [Fact]
    public void Judge_NotAllIsReadOnceItHasRecovered_DoesNotClose()
    {
        _story.Pass(5, Healthy).Pass(4, UpstreamDown).Pass(3, Healthy);
        Assert.All(Assert.Single(_story.Open).Affected, affected => Assert.NotNull(affected.RecoveredAt));
        _story.IsPartial = true;
        _story.Pass(20, Healthy);

        Assert.Single(_story.Open);
    }

    [Fact]
    public void Judge_OneVantageSilentWhileOthersRecover_WaitsForIt()
    {
        _story.Pass(5, Healthy).Pass(4, UpstreamDown).Pass(30, (vantage, _) => vantage is "eus" ? Cause.ProbeCancelled : null);
        Assert.Single(_story.Open);

        _story.Pass(5, Healthy);
        Assert.Empty(_story.Open);
    }

    [Fact]
    public void Judge_StateLostInTheMiddle_GoesOnWithTheSameIncident()
    {
        _story.Pass(5, Healthy).Pass(6, UpstreamDown);
        _story.Detection = DetectionState.Beginning(SmallFleet.Start);
        _story.Pass(6, UpstreamDown).Pass(15, Healthy);

        Assert.Equal(IncidentState.Closed, Assert.Single(_story.Incidents).State);
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], _story.Notices.Select(notice => notice.Transition));
    }

    [Fact]
    public void Judge_LongFault_StaysOneIncident()
    {
        _story.Pass(5, Healthy).Pass(240, UpstreamDown).Pass(20, Healthy);

        Assert.Equal(240 * 6, Assert.Single(_story.Incidents).Affected.Sum(affected => affected.Failures));
        Assert.Equal(2, _story.Notices.Count);
    }

    [Fact]
    public void Judge_TwoSeparateFaults_OpensTwoIncidents()
    {
        _story.Pass(5, Healthy).Pass(
            6, (vantage, route) => vantage is "swe" ? Cause.DnsServfail : route is "aoai-eus" ? Cause.AuthInvalidKey : null);

        Assert.Equal(["authentication", "connection-path"], _story.Open.Select(incident => Word(incident.Owner)).Order());
        Assert.Equal(
            [": 1 route fails from 2 vantages.", ": 4 routes fail from 1 vantage."],
            _story.Notices.Select(notice => notice.Change[notice.Change.LastIndexOf(':')..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Judge_AnotherFaultFailsAFewRoutesWhenTheFaultOfAllIsOver_IsAnIncidentOfItsOwn()
    {
        _story.Vantages = [.. SmallFleet.Vantages.Select(vantage => vantage with { Image = "new" })];
        _story.Pass(5, Healthy).Pass(30, (_, _) => Cause.TlsUntrustedRoot).Pass(
            40, (_, route) => route is "aoai-eus" ? Cause.ServerError : null);

        Assert.Equal(
            [IncidentTransition.Opened, IncidentTransition.Opened, IncidentTransition.Closed],
            _story.Notices.Select(notice => notice.Transition));
        Assert.Equal(
            [(IncidentState.Closed, "connection-path", 12), (IncidentState.Open, "api-server", 3)],
            _story.Incidents.Select(incident => (incident.State, Word(incident.Owner), incident.Affected.Count)));
    }

    [Fact]
    public void Judge_OneComponentExplainsTwoIncidents_MergesIntoTheOldest()
    {
        _story.Pass(5, Healthy).Pass(6, UpstreamDown);
        var whole = Assert.Single(_story.Open);
        var other = whole with
        {
            Id = Guid.CreateVersion7(whole.OpenedAt.AddMinutes(1)),
            OpenedAt = whole.OpenedAt.AddMinutes(1),
            Component = new(ComponentKind.Egress, "egress:eus", Owner.ConnectionPath),
            Affected = [.. whole.Affected.Where(affected => $"{affected.Vantage}" is "eus")],
        };
        _story.Adopt(whole with { Affected = [.. whole.Affected.Where(affected => $"{affected.Vantage}" is not "eus")] });
        _story.Adopt(other);

        _story.Pass(1, UpstreamDown);

        Assert.Equal((whole.Id, 6), (Assert.Single(_story.Open).Id, _story.Open.Single().Affected.Count));
        var merged = _story.Incidents.Single(incident => incident.Id == other.Id);
        Assert.Equal((IncidentState.Merged, IncidentEnding.Merged, whole.Id), (merged.State, merged.ClosedBy, merged.MergedInto));
        Assert.Equal([other.Id], _story.Open.Single().MergedFrom);
        Assert.Single(_story.Notices, notice => notice.Transition is IncidentTransition.Merged);
    }

    [Fact]
    public void Judge_FaultComesAndGoes_IsOneFlappingIncidentInTheEnd()
    {
        _story.Pass(5, Healthy);
        for (var time = 0; time < 6; time++)
        {
            _story.Pass(4, UpstreamDown).Pass(16, Healthy);
        }

        Assert.Equal(4, _story.Incidents.Count);
        Assert.True(Assert.Single(_story.Open).IsFlapping);
        Assert.Single(_story.Notices, notice => notice.Transition is IncidentTransition.Flapping);

        _story.Pass(7 * 60, Healthy);
        Assert.Empty(_story.Open);
    }

    [Fact]
    public void Judge_AfterAClosing_RemembersWhatWasToldAsLongAsTheWindowShowsIt()
    {
        _story.Pass(5, Healthy).Pass(10, UpstreamDown).Pass(15, Healthy);
        var closed = Assert.Single(_story.Incidents);

        bool Remembers(double minutes)
        {
            var now = closed.ClosedAt!.Value.AddMinutes(minutes);
            var watch = new FaultWatch(new(SmallFleet.Vantages, SmallFleet.Routes), TimeSpan.FromMinutes(1));
            return watch.Replay(
                DetectionState.Beginning(SmallFleet.Start).Clear(closed, new HashSet<RouteCell>()), [],
                now.AddMinutes(-15), now.AddMinutes(-7.5), now).Kept.Cleared.Count > 0;
        }

        Assert.True(Remembers(14));
        Assert.False(Remembers(16));
    }

    [Fact]
    public void Judge_DetectorOfBursts_RecoversByDeeperPasses()
    {
        var watch = new FaultWatch(new(SmallFleet.Vantages, SmallFleet.Routes), TimeSpan.FromMinutes(1));
        var cell = SmallFleet.Observed(new("swe"), new("openai"), 0, Cause.TcpReset);
        var seen = Enumerable.Range(0, 40).Select(round => SmallFleet.Observed(
            new("swe"), new("openai"), round, round < 10 ? Cause.TcpReset : null) with
        {
            Path = cell.Path with { Depth = round < 10 ? ProbeDepth.Path : ProbeDepth.Authenticated },
        }).ToList();
        var group = FaultWatch.CellGroup(RouteCell.From(cell), ProbeDepth.Path);

        bool IsFailing(int rounds) => watch.Replay(
            DetectionState.Beginning(SmallFleet.Start), seen.Take(rounds), SmallFleet.Start, SmallFleet.Start.AddMinutes(50),
            SmallFleet.Start.AddMinutes(50)).Live[group].IsFailing;

        Assert.True(IsFailing(10));
        Assert.False(IsFailing(40));
    }

    [Fact]
    public void Judge_BurstConfirmsAFailure_OpensInTheThirdRound()
    {
        _story.Pass(5, Healthy);
        foreach (var second in new[] { 4, 8 })
        {
            _story.Add(SmallFleet.Observed(new("swe"), new("openai"), 5, Cause.TcpReset) with
            {
                StartedAt = SmallFleet.Start.AddMinutes(5).AddSeconds(second),
                Path = new(new("swe"), new("openai"), ProbeDepth.Path),
            });
        }

        _story.Pass(3, (vantage, route) => vantage is "swe" && route is "openai" ? Cause.TcpReset : null);

        var incident = Assert.Single(_story.Open);
        Assert.Equal(Owner.ConnectionPath, incident.Owner);
        Assert.Equal(ProbeDepth.Completion, Assert.Single(incident.Affected).Depth);
    }

    [Fact]
    public void Judge_OneOfTwoInstancesHasNoWayOut_IsAnIncidentOfThatInstance()
    {
        var story = new FleetStory { Instance = (vantage, minute) => vantage is not "eus" ? null : minute % 2 == 0 ? "a1" : "b2" };
        story.Pass(6, Healthy).Pass(12, (vantage, _) => vantage is "eus" && story.Minute % 2 == 1 ? Cause.TcpTimeout : null);

        var open = Assert.Single(story.Open);
        Assert.Equal("egress:eus#b2", open.Component!.Name);
        Assert.Equal(4, open.Affected.Count);

        story.Pass(30, Healthy);
        Assert.Equal([IncidentTransition.Opened, IncidentTransition.Closed], story.Notices.Select(notice => notice.Transition));
    }

    [Fact]
    public void Judge_DeploymentIsGoneAndItsGatewayShowsIt_IsOneIncidentOfBothRoutes()
    {
        _story.Pass(5, Healthy).Pass(6, (_, route) => route switch
        {
            "openai" => Cause.ConfigModelNotFound,
            "gateway" => Cause.GatewayUpstreamFailed,
            _ => null,
        });

        var open = Assert.Single(_story.Open);
        Assert.Equal("deployment:api.openai.com/m", open.Component!.Name);
        Assert.Equal(["gateway", "openai"], open.Affected.Select(affected => $"{affected.Route}").Distinct().Order());
    }

    [Fact]
    public void Judge_CommonCauseIsOverWhileAnotherFaultFailsItsMembers_ClosesAndLeavesTheOthersFailures()
    {
        _story.Pass(5, Healthy, ProbeDepth.Authenticated).Pass(6, UpstreamDown, ProbeDepth.Authenticated).Pass(
            40, (vantage, _) => vantage is "swe" ? Cause.DnsServfail : null, ProbeDepth.Authenticated);

        Assert.Equal("dns:vnet-swe", Assert.Single(_story.Open).Component!.Name);
        Assert.Contains(_story.Incidents, incident =>
            incident is { State: IncidentState.Closed, Component.Name: var name } && name.StartsWith("other:", StringComparison.Ordinal));
    }

    [Fact]
    public void Judge_CommonCauseComesBack_HasToStayAwayForLonger()
    {
        _story.Pass(5, Healthy, ProbeDepth.Authenticated);
        _story.Pass(6, UpstreamDown, ProbeDepth.Authenticated).Pass(20, Healthy, ProbeDepth.Authenticated);
        Assert.Empty(_story.Open);

        _story.Pass(6, UpstreamDown, ProbeDepth.Authenticated).Pass(12, Healthy, ProbeDepth.Authenticated);

        Assert.StartsWith("other:front:", Assert.Single(_story.Open).Component!.Name, StringComparison.Ordinal);
        _story.Pass(6, Healthy, ProbeDepth.Authenticated);
        Assert.Empty(_story.Open);
    }

    [Fact]
    public void Judge_StatusPageSaysNothing_StandsBesideTheEvidence()
    {
        _story.StatusPages[new(new("swe"), new("openai"))] = new(
            "https://status.openai.com",
            SmallFleet.Start.AddMinutes(6),
            "none",
            "A green page clears nothing.",
            new("swe"));
        _story.Pass(5, Healthy).Pass(4, UpstreamDown);

        var incident = Assert.Single(_story.Open);
        Assert.Equal("none", Assert.Single(incident.StatusPages).Indicator);
        Assert.Single(incident.Timeline, entry => entry.Kind is TimelineKind.StatusPage);
    }

    private static Cause? Healthy(string vantage, string route) => null;

    private static Cause? UpstreamDown(string vantage, string route) =>
        route switch { "openai" => Cause.ServerError, "gateway" => Cause.GatewayUpstreamFailed, _ => null };

    private static string Word(Owner owner) => System.Text.Json.JsonSerializer.SerializeToElement(owner).GetString()!;
}
