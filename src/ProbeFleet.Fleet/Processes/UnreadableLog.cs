namespace ProbeFleet.Fleet.Processes;

/// <summary>
/// Names rows that cannot be read in the log: again only when the reasons change, because the same rows are read at each tick.
/// </summary>
/// <param name="what">What the rows belong to.</param>
internal sealed partial class UnreadableLog(string what, ILogger logger)
{
    private string? _said;

    public void Say(IReadOnlyList<UnreadableRow> rows)
    {
        var reasons = string.Join('\n', rows.Select(row => row.Reason).Distinct().Order(StringComparer.Ordinal));
        if (Interlocked.Exchange(ref _said, reasons) != reasons && rows is [var first, ..])
        {
            Log.Unreadable(logger, what, rows.Count, first.RowKey, first.Reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(403, LogLevel.Warning,
            "Rows of {What} cannot be read and are left out: {Count}, such as {RowKey}: {Reason} Others are told when the reason changes")]
        public static partial void Unreadable(ILogger logger, string what, int count, string rowKey, string reason);
    }
}
