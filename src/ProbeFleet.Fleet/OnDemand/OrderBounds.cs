namespace ProbeFleet.Fleet.OnDemand;

/// <summary>How much may be asked on demand: of one process for its own vantage, and of the whole fleet by its mailbox.</summary>
public static class OrderBounds
{
    /// <summary>Orders that are open at once: 20.</summary>
    public const int MostOpen = 20;

    /// <summary>Orders in a minute: 30.</summary>
    public const int MostAMinute = 30;
}
