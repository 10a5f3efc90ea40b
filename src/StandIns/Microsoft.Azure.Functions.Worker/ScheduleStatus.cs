namespace Microsoft.Azure.Functions.Worker;

/// <summary>Past and coming runs of one timer, UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The run before this one; the default value when there was none.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next run.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was written.</summary>
    public DateTime LastUpdated { get; set; }
}
