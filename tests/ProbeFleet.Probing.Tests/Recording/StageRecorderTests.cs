using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Tests.Recording;

/// <summary>A silent stream's budget: when the other end is asked, when no more, and that fresh bytes always win.</summary>
public sealed class StageRecorderTests
{
    private static readonly TimeSpan UntilAsked = TimeSpan.FromSeconds(8.5);
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(1.5);
    private static readonly ProbeBudget Budget = Probe.Ample with { StreamGap = UntilAsked + Asking };

    private readonly List<string> _called = [];

    [Fact]
    public void SilentStream_IsAskedAndThenGivenUp()
    {
        var clock = new FakeTimeProvider();
        using var recorder = Watch(clock);

        recorder.Begin(Stage.FirstEvent);
        clock.Advance(UntilAsked);
        clock.Advance(Asking);

        Assert.Equal(["asked", "stayed silent"], _called);
        Assert.Equal(Stage.FirstEvent, recorder.Expired);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StreamThatGoesOnOrEndsAfterItWasAsked_IsAskedNoMore(bool ends)
    {
        var clock = new FakeTimeProvider();
        using var recorder = Watch(clock);
        recorder.Begin(Stage.FirstEvent);
        clock.Advance(UntilAsked);

        if (ends)
        {
            recorder.Pass(Stage.FirstEvent);
        }
        else
        {
            recorder.Extend();
            recorder.Extend();
        }

        Assert.Equal(["asked", "over"], _called);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BytesThatComeWhileTheTimerIsDue_HaveTheWholeBudgetAnew(bool wasAsked)
    {
        var clock = new LateClock();
        using var recorder = Watch(clock);
        recorder.Begin(Stage.FirstEvent);
        clock.Pass(UntilAsked);
        if (wasAsked)
        {
            clock.CallBack();
            clock.Pass(Asking);
        }

        recorder.Extend();
        _called.Clear();
        clock.CallBack();
        Assert.Empty(_called);
        Assert.Null(recorder.Expired);
        Assert.InRange(clock.Due, UntilAsked, UntilAsked + TimeSpan.FromMilliseconds(1));

        clock.Pass(UntilAsked);
        clock.CallBack();
        clock.Pass(Asking);
        clock.CallBack();
        Assert.Equal(["asked", "stayed silent"], _called);
        Assert.Equal(Stage.FirstEvent, recorder.Expired);
    }

    [Fact]
    public void BudgetOfAStageThatPassesWhileItIsDue_IsNotTheNextStages()
    {
        var clock = new LateClock();
        using var recorder = Watch(clock);
        recorder.Begin(Stage.Secure);
        clock.Pass(Budget.Tls);

        recorder.Advance(Stage.Secure, Stage.Respond);
        clock.CallBack();

        Assert.Null(recorder.Expired);
        Assert.False(recorder.Token.IsCancellationRequested);
    }

    private StageRecorder Watch(TimeProvider clock) => new(clock, Budget, null, TestContext.Current.CancellationToken)
    {
        StreamFallsSilent = () => _called.Add("asked"),
        SilenceIsOver = () => _called.Add("over"),
        StreamStaysSilent = () => _called.Add("stayed silent"),
    };

    /// <summary>Its timers call back when the test says so, as on a machine that is busy.</summary>
    private sealed class LateClock : TimeProvider
    {
        private TimeSpan _now;
        private Action _callBack = () => { };

        public TimeSpan Due { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Pass(TimeSpan time) => _now += time;

        public void CallBack() => _callBack();

        // The stages' timer is the one that is not set when it is made.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var isOfStages = dueTime == Timeout.InfiniteTimeSpan;
            _callBack = isOfStages ? () => callback(state) : _callBack;
            return new LateTimer(due => Due = isOfStages ? due : Due);
        }
    }

    private sealed class LateTimer(Action<TimeSpan> set) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            set(dueTime);
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
