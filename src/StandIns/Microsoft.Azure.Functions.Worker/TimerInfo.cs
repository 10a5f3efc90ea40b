namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about its run.</summary>
public class TimerInfo
{
    /// <summary>Past and coming runs; null when the trigger does not monitor.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether the run is late by a whole interval or more.</summary>
    public bool IsPastDue { get; set; }
}
