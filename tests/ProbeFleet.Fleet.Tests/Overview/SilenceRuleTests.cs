using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Snapshots;

namespace ProbeFleet.Fleet.Tests.Overview;

/// <summary>Three rounds without a word: as the vantage says how far they are apart, or by its probes where it does not say.</summary>
public sealed class SilenceRuleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void Vantage_SaysItsInterval_IsSilentAfterThree(int minutes) =>
        AssertSilentAfter(3 * minutes, TimeSpan.FromMinutes(minutes), [Snapshot([.. Rounds(10, minutes: 2)])]);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 15)]
    [InlineData(60, 180)]
    public void Vantage_DoesNotSay_IsSilentAfterThreeUsualGaps(int minutes, int expected) =>
        AssertSilentAfter(expected, null, [Snapshot([.. Rounds(10, minutes)])]);

    [Fact]
    public void Gaps_ABurstAmongTheRounds_DoesNotCount()
    {
        var burst = Enumerable.Range(1, 5).Select(probe => Sample.Noon.AddSeconds(-3 * probe));

        AssertSilentAfter(15, null, [Snapshot([.. Rounds(20, minutes: 5), .. burst])]);
    }

    [Fact]
    public void Gaps_NothingProbed_AreOneMinute() => AssertSilentAfter(3, null, []);

    private static void AssertSilentAfter(int minutes, TimeSpan? interval, IReadOnlyList<RouteSnapshot> snapshots)
    {
        Assert.False(IsSilentAt(Sample.Noon.AddMinutes(minutes)));
        Assert.True(IsSilentAt(Sample.Noon.AddMinutes(minutes).AddSeconds(1)));

        bool IsSilentAt(DateTimeOffset now) => Assert.Single(
            FleetOverview.From([new() { Vantage = Lab.Vantage, At = Sample.Noon, Interval = interval }], snapshots, now).Vantages).IsSilent;
    }

    private static IEnumerable<DateTimeOffset> Rounds(int count, int minutes) =>
        Enumerable.Range(0, count).Select(round => Sample.Noon.AddMinutes(-round * minutes));

    private static RouteSnapshot Snapshot(IReadOnlyList<DateTimeOffset> times) => RouteSnapshot.After(null, Sample.Result()) with
    {
        Recent = [.. times.OrderDescending().Select(at => new RecentOutcome(at, Cause.Ok, null, ProbeDepth.Path, TimeSpan.Zero))],
    };
}
