namespace ProbeFleet.Fleet.OnDemand;

/// <summary>Bounds on-demand probes: those of one process for its own vantage, and those of the whole fleet through its mailbox.</summary>
internal static class OrderBounds
{
    /// <summary>The maximum number of open orders.</summary>
    public const int MostOpen = 20;

    /// <summary>The maximum number of new orders per minute.</summary>
    public const int MostAMinute = 30;
}
