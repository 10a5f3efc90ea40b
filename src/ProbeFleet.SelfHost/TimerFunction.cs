using System.Reflection;
using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Probing.Deadlines;

namespace ProbeFleet.SelfHost;

/// <summary>One timer. Its runs follow one another in one loop, so they never overlap; a tick that passes meanwhile is skipped.</summary>
internal sealed partial class TimerFunction(
    HostedFunction function, TimerSchedule schedule, IServiceScopeFactory scopes, TimeProvider clock, ILogger logger)
{
    /// <summary>Longer waits are split, because a timer cannot be set for more than 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>A clock that is set back further than this starts the schedule anew; less delays a tick by as much.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly TimerTriggerAttribute _trigger = (TimerTriggerAttribute)function.Trigger;
    private readonly ObjectFactory _create = ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []);
    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Name => function.Name;

    /// <summary>Requests a run now, or right after the current one.</summary>
    public void RunNow() => _requests.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken stopping)
    {
        var done = clock.GetUtcNow();
        if (_trigger.RunOnStartup)
        {
            await InvokeAsync(done, stopping);
        }

        while (!stopping.IsCancellationRequested)
        {
            done = SkipMissed(NotAhead(done));
            var due = schedule.Next(done);
            if (!await IsRequestedBeforeAsync(due, done, stopping))
            {
                if (clock.GetUtcNow() < due)
                {
                    continue;
                }

                done = due;
            }

            if (!stopping.IsCancellationRequested)
            {
                await InvokeAsync(done, stopping);
            }
        }
    }

    /// <summary>The tick that was done last, or now where the clock was set back: it would come to the next tick far too late.</summary>
    private DateTimeOffset NotAhead(DateTimeOffset done)
    {
        var now = clock.GetUtcNow();
        if (!IsAhead(done, now))
        {
            return done;
        }

        Log.SetBack(logger, Name, done, now);
        return now;
    }

    private static bool IsAhead(DateTimeOffset done, DateTimeOffset now) => done - now > Tolerance;

    private DateTimeOffset SkipMissed(DateTimeOffset done)
    {
        if (schedule.Last(clock.GetUtcNow()) is not { } last || last <= done)
        {
            return done;
        }

        Log.Skipped(logger, Name, done, last);
        return last;
    }

    /// <summary>Waits for a request; false when the tick is due, the clock was set back or the host stops.</summary>
    private async Task<bool> IsRequestedBeforeAsync(DateTimeOffset due, DateTimeOffset done, CancellationToken stopping)
    {
        while (clock.GetUtcNow() is var now && now < due && !IsAhead(done, now) && !stopping.IsCancellationRequested)
        {
            var wait = due - now < LongestWait ? due - now : LongestWait;
            using var limit = new TimeLimit(wait, clock, stopping);
            try
            {
                return await _requests.Reader.ReadAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // Due, a part of a long wait, another clock, or stopping: the loop's condition tells.
            }
        }

        return false;
    }

    private async Task InvokeAsync(DateTimeOffset tick, CancellationToken stopping)
    {
        var timer = new TimerInfo { IsPastDue = schedule.Next(tick) <= clock.GetUtcNow() };
        var scope = scopes.CreateAsyncScope();
        await using (scope)
        {
            try
            {
                object?[] arguments = [.. function.Method.GetParameters().Select(parameter => ArgumentOf(parameter, timer, stopping))];
                var instance = _create(scope.ServiceProvider, []);
                if (function.Method.Invoke(
                    instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null) is Task running)
                {
                    await running;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                Log.Cancelled(logger, Name);
            }
            catch (Exception error)
            {
                Log.Failed(logger, Name, error);
            }
        }
    }

    private object ArgumentOf(ParameterInfo parameter, TimerInfo timer, CancellationToken stopping) => parameter.ParameterType switch
    {
        var type when type == typeof(TimerInfo) => timer,
        var type when type == typeof(CancellationToken) => stopping,
        var type => throw new InvalidOperationException(
            $"Timer '{Name}' has the parameter '{parameter.Name}' of type {type}; a timer takes TimerInfo and CancellationToken."),
    };

    private static partial class Log
    {
        [LoggerMessage(9011, LogLevel.Warning,
            "Timer {Function} was still running or late: its ticks after {Done:o} are skipped, the last at {Tick:o}")]
        public static partial void Skipped(ILogger logger, string function, DateTimeOffset done, DateTimeOffset tick);

        [LoggerMessage(9014, LogLevel.Warning,
            "The clock was set back, so timer {Function} begins anew: its last tick was {Tick:o}, and now it is {Now:o}")]
        public static partial void SetBack(ILogger logger, string function, DateTimeOffset tick, DateTimeOffset now);

        [LoggerMessage(9012, LogLevel.Information, "Timer {Function} was cancelled: the host stops")]
        public static partial void Cancelled(ILogger logger, string function);

        [LoggerMessage(9013, LogLevel.Error, "Timer {Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception error);
    }
}
