using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Recording;

/// <summary>
/// Records the stages of one attempt as they happen, and enforces their budgets. The timeout exceptions of .NET do not say which phase
/// stalled, so the stage that was open when its budget ran out is recorded here.
/// </summary>
internal sealed class StageRecorder : IDisposable
{
    // Long enough for an answer from another continent.
    private static readonly TimeSpan LongestAsking = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly ProbeBudget _budget;
    private readonly IProgress<Stage>? _progress;
    private readonly long _started;
    private readonly CancellationTokenSource _stop;
    private readonly ITimer _totalTimer;
    private readonly StageTimer _stageTimer;
    private readonly StageTiming?[] _ended = new StageTiming?[(int)Stage.Answer + 1];
    private Stage? _open;
    private TimeSpan _openedAt;
    private TimeSpan _connectingSince;
    private TimeSpan? _stoppedAt;
    private TimeSpan? _replayedAt;
    private bool _isAsking;

    public StageRecorder(TimeProvider clock, ProbeBudget budget, IProgress<Stage>? progress, CancellationToken caller)
    {
        _clock = clock;
        _budget = budget;
        _progress = progress;
        CallerToken = caller;
        _started = clock.GetTimestamp();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _stageTimer = new(clock, ExpireStage);
        _totalTimer = clock.CreateTimer(_ => Expire(isWhole: true), null, budget.Total, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the caller only.</summary>
    public CancellationToken CallerToken { get; }

    /// <summary>Cancelled by the caller, by a stage's budget or by the whole budget.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The stage that was open when a budget ran out; null when none did.</summary>
    public Stage? Expired { get; private set; }

    /// <summary>Whether the total budget ran out, and not a stage's.</summary>
    public bool IsWholeSpent { get; private set; }

    /// <summary>Called shortly before a silent stream's budget runs out, to ask the other end for a sign of life.</summary>
    public Action? StreamFallsSilent { get; set; }

    /// <summary>Called when a stream that had fallen silent has gone on, or is over.</summary>
    public Action? SilenceIsOver { get; set; }

    /// <summary>Called when that budget has run out, while the connection still is.</summary>
    public Action? StreamStaysSilent { get; set; }

    /// <summary>The stage that an exception belongs to: the open one, else the first that has not ended.</summary>
    public Stage Current => Expired ?? Open ?? FirstUnended;

    private Stage FirstUnended => Array.IndexOf(_ended, null) is >= 0 and var stage ? (Stage)stage : Stage.Answer;

    /// <summary>The stage that is open now; null between stages.</summary>
    public Stage? Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>The time since the attempt began.</summary>
    public TimeSpan Elapsed => _stoppedAt ?? _clock.GetElapsedTime(_started);

    /// <summary>The time of what is recorded: now, or when another process saw it.</summary>
    public TimeSpan Now => _replayedAt ?? Elapsed;

    /// <summary>How a stage ended; null for one that has not.</summary>
    public StageTiming? EndOf(Stage stage) => _ended[(int)stage];

    /// <summary>
    /// Opens a stage. Opening one that has ended (the handler reconnects by itself) discards it and all later ones: the ladder describes
    /// one connection.
    /// </summary>
    public void Begin(Stage stage)
    {
        lock (_gate)
        {
            foreach (ref var later in _ended.AsSpan((int)stage))
            {
                later = later is { Outcome: StageOutcome.Skipped } ? later : null;
            }

            _open = stage;
            _openedAt = Now;
            if (stage is Stage.Resolve || (stage is Stage.Connect && !HasPassed(Stage.Resolve)))
            {
                _connectingSince = _openedAt;
            }

            if (stage is Stage.FirstEvent && _replayedAt is null)
            {
                AwaitMore();
            }
            else
            {
                _stageTimer.Set(_replayedAt is null ? BudgetLeft(stage) : Timeout.InfiniteTimeSpan);
            }
        }

        _progress?.Report(stage);
    }

    public void Pass(Stage stage) => End(stage, StageOutcome.Passed, null);

    /// <summary>Ends the stage as failed. The first failure is kept: what follows is only its echo.</summary>
    public void Fail(Stage stage, StageFailure failure) => End(stage, StageOutcome.Failed, failure);

    /// <summary>Passes one stage and opens the next at the same instant.</summary>
    public void Advance(Stage passed, Stage next)
    {
        Pass(passed);
        Begin(next);
    }

    /// <summary>Restarts the budget of a stream's open stage, because bytes have come.</summary>
    public void Extend()
    {
        lock (_gate)
        {
            if (_replayedAt is null && _open is Stage.FirstEvent or Stage.Answer)
            {
                AwaitMore();
            }
        }
    }

    /// <summary>Stops the clock and the budgets: what follows belongs to no stage.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stoppedAt ??= Elapsed;
            _stageTimer.Set(Timeout.InfiniteTimeSpan);
            _totalTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Lets all that follows have happened at a time that another process measured, whose budgets were its own.</summary>
    public void ReplayAt(TimeSpan at)
    {
        lock (_gate)
        {
            _replayedAt = at;
        }
    }

    /// <summary>Records a stage that another process went through; one that did not pass is left for <see cref="Fail"/>.</summary>
    public void Record(Stage stage, bool passed, TimeSpan at, TimeSpan duration)
    {
        lock (_gate)
        {
            _ended[(int)stage] = new(passed ? StageOutcome.Passed : StageOutcome.Skipped, at, duration, null, null);
        }
    }

    /// <summary>Marks a stage as not needed.</summary>
    public void Skip(Stage stage, string reason)
    {
        lock (_gate)
        {
            _ended[(int)stage] = new(StageOutcome.Skipped, null, null, reason, null);
        }
    }

    public bool HasFailed
    {
        get
        {
            lock (_gate)
            {
                return Array.Exists(_ended, timing => timing is { Outcome: StageOutcome.Failed });
            }
        }
    }

    public void Dispose()
    {
        _stageTimer.Dispose();
        _totalTimer.Dispose();
        _stop.Dispose();
    }

    private void End(Stage stage, StageOutcome outcome, StageFailure? failure)
    {
        lock (_gate)
        {
            var ended = _ended[(int)stage];
            if (ended is { Outcome: StageOutcome.Failed })
            {
                return;
            }

            var at = ended?.At ?? (_open == stage ? _openedAt : Now);
            var duration = _open == stage ? Now - _openedAt : ended?.Duration ?? TimeSpan.Zero;
            _ended[(int)stage] = new(outcome, at, duration, null, failure);
            if (_open == stage || failure is not null)
            {
                _open = null;
                StopAsking();
                _stageTimer.Set(Timeout.InfiniteTimeSpan);
            }
        }
    }

    private bool HasPassed(Stage stage) => _ended[(int)stage] is { Outcome: StageOutcome.Passed };

    private TimeSpan BudgetLeft(Stage stage)
    {
        var budget = stage switch
        {
            Stage.Resolve or Stage.Connect => _budget.Connect - (_openedAt - _connectingSince),
            Stage.Tunnel => _budget.Connect,
            Stage.Secure => _budget.Tls,
            Stage.Credential or Stage.Send or Stage.Respond => _budget.Headers,
            Stage.Configure or Stage.FirstEvent or Stage.Answer => Timeout.InfiniteTimeSpan,
        };
        return budget == Timeout.InfiniteTimeSpan || budget > TimeSpan.Zero ? budget : TimeSpan.Zero;
    }

    private TimeSpan Asking => _budget.StreamGap / 2 < LongestAsking ? _budget.StreamGap / 2 : LongestAsking;

    private void AwaitMore()
    {
        StopAsking();
        _stageTimer.Set(_budget.StreamGap - Asking);
    }

    private void StopAsking()
    {
        if (_isAsking)
        {
            _isAsking = false;
            SilenceIsOver?.Invoke();
        }
    }

    private void ExpireStage()
    {
        lock (_gate)
        {
            if (!_stageTimer.IsDue())
            {
                return;
            }

            var awaitsStream = _open is Stage.FirstEvent or Stage.Answer;
            if (awaitsStream && !_isAsking)
            {
                _isAsking = true;
                StreamFallsSilent?.Invoke();
                _stageTimer.Set(Asking);
                return;
            }

            if (awaitsStream)
            {
                StreamStaysSilent?.Invoke();
            }
        }

        Expire(isWhole: false);
    }

    private void Expire(bool isWhole)
    {
        lock (_gate)
        {
            IsWholeSpent |= isWhole && Expired is null;
            Expired ??= _open ?? FirstUnended;
        }

        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended at the same instant.
        }
    }
}
