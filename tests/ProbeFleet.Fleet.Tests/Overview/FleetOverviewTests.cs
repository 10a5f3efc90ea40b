using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Tests.Overview;

public sealed class FleetOverviewTests
{
    [Theory]
    [InlineData(179, false)]
    [InlineData(181, true)]
    public void Of_HeartbeatOld_VantageIsSilent(int seconds, bool isSilent) =>
        Assert.Equal(isSilent, Assert.Single(Of([Said(at: Sample.Noon.AddSeconds(-seconds))]).Vantages).IsSilent);

    [Fact]
    public void Of_VantageWithWrongClock_IsJudgedByTheAccountsClock()
    {
        var slow = Said(at: Sample.Noon.AddHours(-2)) with { StoredAt = Sample.Noon };
        var fast = Said(at: Sample.Noon.AddHours(2)) with { StoredAt = Sample.Noon.AddMinutes(-10) };

        Assert.Equal([false, true], Of([slow, fast]).Vantages.Select(vantage => vantage.IsSilent));
    }

    [Fact]
    public void Of_Snapshots_AreCellsAndTellInterception()
    {
        var snapshots = new[] { ("a", "DigiCert"), ("b", "DigiCert"), ("c", "Contoso") }
            .Select(seen => RouteSnapshot.After(null, Sample.Result(vantage: Lab.VantageNamed(seen.Item1), issuer: seen.Item2)))
            .ToList();

        var overview = FleetOverview.From([], snapshots, Sample.Noon);

        Assert.Equal([ProbeOutcome.Passed, ProbeOutcome.Passed, ProbeOutcome.Passed], overview.Cells.Select(cell => cell.Outcome));
        Assert.Equal("c", Assert.Single(overview.Interceptions).Vantage.ToString());
    }

    [Fact]
    public void Expecting_VantageThatNeverReported_IsNamed()
    {
        var overview = Of([Said(at: Sample.Noon)]);

        Assert.Equal(["never-came"], (overview with { UnreadableVantages = [new("spoiled")] }).Expecting(
            [Lab.Vantage.Name, new("never-came"), new("spoiled")]).NeverReported?.Select(name => name.ToString()));
        Assert.Null(overview.Expecting([Lab.Vantage.Name]).NeverReported);
    }

    private static FleetOverview Of(IReadOnlyList<VantageHeartbeat> heartbeats) => FleetOverview.From(heartbeats, [], Sample.Noon);

    private static VantageHeartbeat Said(DateTimeOffset at) => new() { Vantage = Lab.Vantage, At = at, Interval = TimeSpan.FromMinutes(1) };
}
