using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function by the clock.</summary>
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Sets the schedule.</summary>
    /// <param name="schedule">NCRONTAB with 5 or 6 fields, UTC; <c>%Setting%</c> is replaced by that setting.</param>
    public TimerTriggerAttribute(string schedule) => Schedule = schedule;

    /// <summary>The schedule as written.</summary>
    public string Schedule { get; }

    /// <summary>Whether <see cref="TimerInfo.ScheduleStatus"/> is kept; the local host keeps it in memory.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
