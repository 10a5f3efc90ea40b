using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProbeFleet.Functions.Settings;

namespace ProbeFleet.SelfHost;

/// <summary>The app's timers, by the clock of its <see cref="TimeProvider"/>, if it has one.</summary>
internal sealed class TimerFunctions(
    HostedFunction[] functions, IConfiguration settings, IServiceScopeFactory scopes, ILogger<TimerFunctions> logger,
    TimeProvider? clock = null)
    : BackgroundService
{
    private readonly TimerFunction[] _timers =
    [
        .. from function in functions
           let trigger = function.Trigger as TimerTriggerAttribute
           where trigger is not null
           let schedule = ScheduleOf(function.Name, trigger.Schedule, settings)
           select new TimerFunction(function, schedule, scopes, clock ?? TimeProvider.System, logger),
    ];

    /// <summary>Requests a run now; false when there is no such timer.</summary>
    public bool RunNow(string name)
    {
        var timer = Array.Find(_timers, timer => timer.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        timer?.RunNow();
        return timer is not null;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_timers.Select(timer => timer.RunAsync(stoppingToken)));

    private static TimerSchedule ScheduleOf(string function, string expression, IConfiguration settings)
    {
        try
        {
            return TimerSchedule.Parse(TimerSchedule.Resolve(expression, name => settings[name]));
        }
        catch (FormatException error)
        {
            throw new InvalidOperationException($"Function '{function}': {error.Message}", error);
        }
    }
}
