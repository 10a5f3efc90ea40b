using ProbeFleet.Storage.Incidents;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>
/// The open incidents that a judge cannot read. While one is fresh (see <see cref="UnreadIncident"/>), no second one is opened for its
/// component: its receivers know of it. After that one is opened, which names it, so that no fault goes on untold for ever.
/// </summary>
internal sealed partial class UnreadIncidents(ILogger logger)
{
    private IReadOnlyList<UnreadableRow> _rows = [];

    /// <summary>Takes in what cannot be read now, and names it in the log.</summary>
    public void Read(IReadOnlyList<UnreadableRow> rows)
    {
        _rows = rows;
        foreach (var row in rows)
        {
            Log.Unreadable(logger, row.RowKey, row.Reason);
        }
    }

    /// <summary>What they are to a judgement.</summary>
    public IReadOnlyList<UnreadIncident> At(DateTimeOffset now, TimeSpan window) =>
    [
        .. _rows.OfType<UnreadableIncident>().Where(row => row.MayBeOpen).Select(
            row => new UnreadIncident(row.Id?.ToString() ?? "one without an id", row.Component, IsFresh: now - row.WrittenAt < window)),
    ];

    /// <summary>Says which incidents were not opened for them, and which were opened beside them.</summary>
    public void Say(Judgement judgement, IReadOnlyList<UnreadIncident> unread)
    {
        foreach (var held in judgement.HeldBack)
        {
            Log.HeldBack(logger, held.Component.Name, held.Unread.Id);
        }

        foreach (var opened in judgement.Changes.Where(change => change.IsNew).Select(change => change.Incident))
        {
            foreach (var other in unread.Where(other => other.MayBeOf(opened.Component)))
            {
                Log.Doubled(logger, opened.Id, other.Id);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(703, LogLevel.Error, "Incident {RowKey} cannot be read and is left alone: {Reason}")]
        public static partial void Unreadable(ILogger logger, string rowKey, string reason);

        [LoggerMessage(718, LogLevel.Warning,
            "No incident is opened for {Component}: {Unread}, which is open and cannot be read, names it and was written within the "
            + "window. When it no longer is, one is opened")]
        public static partial void HeldBack(ILogger logger, string component, string unread);

        [LoggerMessage(719, LogLevel.Warning, "Incident {Id} may be of the same fault as {Unread}, which is open and cannot be read")]
        public static partial void Doubled(ILogger logger, Guid id, string unread);
    }
}
