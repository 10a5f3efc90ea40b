using ProbeFleet.Core.Incidents;
using ProbeFleet.Fleet.Incidents;

namespace ProbeFleet.Fleet.Tests.Incidents;

public sealed class IncidentChangesTests
{
    [Fact]
    public void Unrecovered_AfterAVerificationClosedOneIncident_HoldsWhatTheOthersWaitFor()
    {
        var at = DateTimeOffset.UnixEpoch.AddYears(56);
        AffectedRoute Failed(string vantage) => Sample.Result(outcome: ProbeOutcome.Failed, at: at).From(vantage).Affected();
        var proven = Sample.Incident(at, Failed("a"), Failed("b"));
        var other = Sample.Incident(at, Failed("b"), Failed("c") with { RecoveredAt = at.AddMinutes(1) });
        var changes = new IncidentChanges([new(proven, []), new(other, [])]);

        changes.Add(new(proven with { State = IncidentState.Closed }, false, []));

        Assert.Equal([RouteCell.From(Failed("b"))], changes.Unrecovered);
    }
}
