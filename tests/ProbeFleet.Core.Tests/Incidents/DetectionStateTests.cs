using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Core.Tests.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Incidents;

public sealed class DetectionStateTests
{
    private static readonly RouteCell Mine = new(new("swe"), new("openai"));
    private static readonly RouteCell Others = new(new("eus"), new("openai"));

    [Fact]
    public void Clear_RoutesThatAnotherIncidentExplains_StillCount()
    {
        var cells = new[] { Mine, Others };
        var groups = cells.ToDictionary(cell => FaultWatch.CellGroup(cell, ProbeDepth.Completion), _ => new GroupState { IsFailing = true });

        var state = new DetectionState(SmallFleet.Start, groups).Clear(
            Closed(new(ComponentKind.Egress, "egress:swe", Owner.ConnectionPath), Mine, Others), new HashSet<RouteCell> { Others });

        Assert.Equal([$"{Mine}"], state.Cleared.Keys);
        Assert.Equal([false, true], cells.Select(cell => state.Groups[FaultWatch.CellGroup(cell, ProbeDepth.Completion)].IsFailing));
    }

    [Fact]
    public void Clear_ACauseInCommon_PutsItsMembersDetectorsToRest()
    {
        var members = new[] { "front:api.openai.com", "front:llm.contoso.com" };
        var common = Component.Common([.. members.Select(name => new Component(ComponentKind.Front, name, Owner.RouteProvider))]);
        var groups = members.ToDictionary(name => name, _ => new GroupState { IsFailing = true, Opened = [SmallFleet.Start] });

        var state = new DetectionState(SmallFleet.Start, groups).Clear(Closed(common, Mine), new HashSet<RouteCell>());

        Assert.All(members, name => Assert.True(state.Groups[name] is { IsFailing: false, Opened: [_], Incidents: [] }));
        Assert.Equal([SmallFleet.Start], state.Groups[common.Name].Incidents);
    }

    [Fact]
    public void Clear_ManyIncidentsOfOneComponent_RemembersTheLatestFour()
    {
        var state = DetectionState.Beginning(SmallFleet.Start);
        foreach (var minute in Enumerable.Range(0, 10))
        {
            var closed = Closed(new(ComponentKind.Egress, "egress:swe", Owner.ConnectionPath), Mine);
            state = state.Clear(closed with { OpenedAt = closed.OpenedAt.AddMinutes(minute) }, new HashSet<RouteCell>());
        }

        Assert.Equal(
            Enumerable.Range(6, 4).Select(minute => SmallFleet.Start.AddMinutes(minute)), state.Groups["egress:swe"].Incidents);
    }

    private static Incident Closed(Component component, params RouteCell[] cells) => new()
    {
        Id = Guid.CreateVersion7(SmallFleet.Start),
        State = IncidentState.Closed,
        OpenedAt = SmallFleet.Start,
        UpdatedAt = SmallFleet.Start,
        ClosedAt = SmallFleet.Start.AddMinutes(9),
        Owner = component.Owner,
        Component = component,
        Confidence = .9,
        Summary = "",
        Affected =
        [
            .. cells.Select(cell => new AffectedRoute
            {
                Vantage = cell.Vantage,
                Route = cell.Route,
                RouteFingerprint = "sha256:1",
                Depth = ProbeDepth.Completion,
                Cause = Cause.TcpTimeout,
                FirstFailedAt = SmallFleet.Start,
                LastFailedAt = SmallFleet.Start,
                Failures = 1,
                LatestProbeId = Guid.Empty,
            }),
        ],
    };
}
