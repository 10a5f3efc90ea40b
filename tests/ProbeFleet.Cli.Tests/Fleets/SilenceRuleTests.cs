using ProbeFleet.Cli.Fleets;
using ProbeFleet.Core.Model;
using ProbeFleet.Storage.Snapshots;

namespace ProbeFleet.Cli.Tests.Fleets;

public sealed class SilenceRuleTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 15)]
    [InlineData(60, 180)]
    public void Rule_RoundsOfSomeMinutes_IsThreeOfThem(int minutes, int expected) =>
        Assert.Equal(TimeSpan.FromMinutes(expected), SilenceRule.Of([Snapshot([.. Rounds(10, minutes)])]));

    [Fact]
    public void Rule_ABurstAmongTheRounds_DoesNotCount()
    {
        var burst = Enumerable.Range(1, 5).Select(probe => Sample.Start.AddSeconds(-3 * probe));

        Assert.Equal(TimeSpan.FromMinutes(15), SilenceRule.Of([Snapshot([.. Rounds(20, minutes: 5), .. burst])]));
    }

    [Fact]
    public void Rule_NothingProbed_IsThreeMinutes() => Assert.Equal(TimeSpan.FromMinutes(3), SilenceRule.Of([]));

    private static IEnumerable<DateTimeOffset> Rounds(int count, int minutes) =>
        Enumerable.Range(0, count).Select(round => Sample.Start.AddMinutes(-round * minutes));

    private static RouteSnapshot Snapshot(IReadOnlyList<DateTimeOffset> times) => new()
    {
        Vantage = new("swe"),
        Route = new("openai"),
        ProbeId = Sample.Passed().Id,
        Owner = Owner.None,
        Confidence = 1,
        RouteFingerprint = "sha256:aa",
        Recent = [.. times.OrderDescending().Select(at => new RecentOutcome(at, Cause.Ok, null, ProbeDepth.Path, TimeSpan.Zero))],
    };
}
