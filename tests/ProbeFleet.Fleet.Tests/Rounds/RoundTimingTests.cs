namespace ProbeFleet.Fleet.Tests.Rounds;

public sealed class RoundTimingTests
{
    private static readonly RoundTiming EachMinute = new(TimeSpan.FromMinutes(1));

    [Fact]
    public void Offset_OneName_IsAlwaysTheSame() =>
        Assert.Equal(EachMinute.OffsetOf(new VantageName("prod-swedencentral")), EachMinute.OffsetOf(
            new VantageName("prod-swedencentral")));

    [Fact]
    public void Offset_SixtyVantages_SpreadOverATenthOfTheInterval()
    {
        var offsets = Enumerable.Range(0, 60).Select(number => EachMinute.OffsetOf(new VantageName($"vantage-{number}"))).ToList();

        Assert.All(offsets, offset => Assert.InRange(offset, TimeSpan.Zero, TimeSpan.FromSeconds(6)));
        Assert.Equal(6, offsets.Select(offset => (int)offset.TotalSeconds).Distinct().Count());
    }

    [Fact]
    public void Offset_LongInterval_StaysBelowTenSeconds() =>
        Assert.All(
            Enumerable.Range(0, 60).Select(number => new RoundTiming(TimeSpan.FromHours(1)).OffsetOf(new VantageName($"vantage-{number}"))),
            offset => Assert.True(offset < TimeSpan.FromSeconds(10)));

    [Theory]
    [InlineData(60, 54)]
    [InlineData(365 * 86_400, 25 * 60)]
    public void Deadline_Interval_IsBeforeTheNextRoundAndAzuresEndOfACall(int interval, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RoundTiming(TimeSpan.FromSeconds(interval)).Deadline);

    [Theory]
    [InlineData(-200)]
    [InlineData(0)]
    [InlineData(2_000)]
    public void Number_TimerALittleOff_IsTheSame(int milliseconds)
    {
        var tick = new DateTimeOffset(2026, 11, 21, 3, 15, 0, TimeSpan.Zero);

        Assert.Equal(EachMinute.NumberAt(tick), EachMinute.NumberAt(tick.AddMilliseconds(milliseconds)));
        Assert.Equal(EachMinute.NumberAt(tick) + 1, EachMinute.NumberAt(tick.AddMinutes(1)));
    }
}
