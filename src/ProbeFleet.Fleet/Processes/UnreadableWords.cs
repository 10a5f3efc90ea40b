namespace ProbeFleet.Fleet.Processes;

/// <summary>Words for a row that was asked for, exists, and cannot be read.</summary>
public static class UnreadableWords
{
    /// <summary>Says that it exists, why it cannot be read, and what to do.</summary>
    public static string Of(UnreadableRow row) =>
        $"It exists, but this version cannot read it. {row.Reason} If a later version wrote it, use that one; if none did, it is spoiled: "
            + $"restore or delete row '{row.RowKey}' of partition '{row.PartitionKey}'.";
}
