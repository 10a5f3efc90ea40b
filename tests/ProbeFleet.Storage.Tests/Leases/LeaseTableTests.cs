using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Storage.Leases;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Leases;

public sealed class LeaseTableTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly string _name = $"lease-{Guid.NewGuid():N}";
    private readonly Account _account;

    public LeaseTableTests(AzuriteFixture azurite) => _account = new(azurite.Server.ConnectionString, _clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LeaseTable Leases => _account.Stores.Leases;

    [Fact]
    public async Task Lease_TwoContendersOverTime_IsHeldByOneAtATime()
    {
        var first = await Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel);
        Assert.Equal(Noon.AddSeconds(90), first!.Until);
        Assert.Null(await Leases.TryHoldAsync(_name, "b", LeaseTable.Duration, Cancel));

        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(Noon.AddSeconds(150), (await Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel))!.Until);

        _clock.Advance(TimeSpan.FromSeconds(99));
        Assert.Null(await Leases.TryHoldAsync(_name, "b", LeaseTable.Duration, Cancel));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await Leases.TryHoldAsync(_name, "b", LeaseTable.Duration, Cancel));
        Assert.Null(await Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel));
    }

    [Fact]
    public async Task Lease_ClockTwoDaysAhead_TakesNoHeldOneAndKeepsItsOwnNoLonger()
    {
        using var fast = _account.Another(new FakeTimeProvider(Noon.AddDays(2)));
        Assert.True((await Leases.TryHoldAsync(_name, "right", LeaseTable.Duration, Cancel))!.IsClockRight);

        Assert.Null(await fast.Leases.TryHoldAsync(_name, "fast", LeaseTable.Duration, Cancel));
        _clock.Advance(TimeSpan.FromSeconds(100));
        var taken = await fast.Leases.TryHoldAsync(_name, "fast", LeaseTable.Duration, Cancel);

        Assert.Equal((_clock.GetUtcNow(), false), (taken!.TakenAt, taken.IsClockRight));
        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.NotNull(await Leases.TryHoldAsync(_name, "right", LeaseTable.Duration, Cancel));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z", null, 100)]
    [InlineData("1999-12-31T23:59:59Z", null, 100)]
    [InlineData("9999-12-31T23:59:59Z", 1e12, 190)]
    public async Task Lease_WrittenByAWrongClock_LastsAsLongAsItsChangeIsYoung(string until, double? said, int seconds)
    {
        await Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel);
        await _account.SpoilAsync("Leases", "lease", _name, "Until", DateTimeOffset.Parse(until, CultureInfo.InvariantCulture));
        await _account.SpoilAsync("Leases", "lease", _name, "Seconds", said);

        _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Null(await Leases.TryHoldAsync(_name, "b", LeaseTable.Duration, Cancel));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(await Leases.TryHoldAsync(_name, "b", LeaseTable.Duration, Cancel));
    }

    [Theory]
    [InlineData(-11, false)]
    [InlineData(-10, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Lease_HoldersClock_IsRightWithinTenSeconds(int seconds, bool isRight)
    {
        using var stores = _account.Another(new FakeTimeProvider(Noon.AddSeconds(seconds)));

        var lease = await stores.Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel);

        Assert.Equal((TimeSpan.FromSeconds(seconds), isRight), (lease!.ClockError, lease.IsClockRight));
    }

    [Fact]
    public async Task Lease_ManyContendersAtOnce_IsWonByOne()
    {
        for (var round = 0; round < 5; round++)
        {
            var held = await Task.WhenAll(
                Enumerable.Range(0, 12).Select(number => Leases.TryHoldAsync(_name, $"{round}-{number}", LeaseTable.Duration, Cancel)));

            Assert.Single(held, lease => lease is not null);
            _clock.Advance(TimeSpan.FromSeconds(100));
        }
    }

    [Fact]
    public async Task Release_OwnLease_FreesIt_AndAnothersStays()
    {
        var first = await Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel);
        await Leases.ReleaseAsync(first!, Cancel);
        var second = await Leases.TryHoldAsync(_name, "b", LeaseTable.Duration, Cancel);
        Assert.NotNull(second);

        await Leases.ReleaseAsync(first!, Cancel);

        Assert.Null(await Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel));
    }

    [Fact]
    public async Task Lease_RowThatCannotBeRead_IsTaken()
    {
        await Leases.TryHoldAsync(_name, "a", LeaseTable.Duration, Cancel);
        await _account.SpoilAsync("Leases", "lease", _name, "Seconds", "many");

        Assert.NotNull(await Leases.TryHoldAsync(_name, "b", LeaseTable.Duration, Cancel));
    }

    [Fact]
    public async Task Lease_OfAVantagesRounds_LastsAsLongAsSaid()
    {
        var name = Storage.Leases.LeaseTable.RoundsOf(new(_name));
        Assert.Equal(Noon.AddSeconds(30), (await Leases.TryHoldAsync(name, "a", TimeSpan.FromSeconds(30), Cancel))!.Until);

        _clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Null(await Leases.TryHoldAsync(name, "b", TimeSpan.FromSeconds(30), Cancel));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(await Leases.TryHoldAsync(name, "b", TimeSpan.FromSeconds(30), Cancel));
    }

    [Theory]
    [InlineData("a/b", "holder")]
    [InlineData("a|", "holder")]
    [InlineData("", "holder")]
    [InlineData("name", "")]
    public async Task Lease_BadNameOrHolder_IsRefusedBeforeACall(string name, string holder)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Leases.TryHoldAsync(name, holder, LeaseTable.Duration, Cancel));
        Assert.Empty(_account.Calls);
    }

    public void Dispose() => _account.Dispose();
}
