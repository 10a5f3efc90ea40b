using System.Text.Json;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Storage.Incidents;

/// <summary>Bounds the outbox's share of its incident's row, so that the incident always has the rest.</summary>
public static class OutboxBound
{
    private const int MostCharacters = 64_000;

    /// <summary>Drops notices until the outbox fits: the least important first, of equal ones the oldest, and openings last.</summary>
    /// <param name="outbox">The notices, oldest first.</param>
    /// <returns>The kept notices, in the same order, and the dropped ones, which their receivers never get.</returns>
    public static (IReadOnlyList<PendingNotice> Kept, IReadOnlyList<PendingNotice> Dropped) Keep(IReadOnlyList<PendingNotice> outbox)
    {
        List<PendingNotice> kept = [.. outbox];
        List<PendingNotice> dropped = [];
        while (kept is not [] && TextOf(kept).Length > MostCharacters)
        {
            var least = kept.MinBy(Importance)!;
            kept.Remove(least);
            dropped.Add(least);
        }

        return (kept, dropped);
    }

    internal static string TextOf(IReadOnlyList<PendingNotice> outbox) =>
        JsonSerializer.Serialize(outbox, ProbeFleetJson.Default.IReadOnlyListPendingNotice);

    private static int Importance(PendingNotice pending) => pending.IsGivenUp ? -1 : pending.Notice.Transition switch
    {
        IncidentTransition.Flapping => 0,
        IncidentTransition.SuspectChanged => 1,
        IncidentTransition.VerificationRefused => 2,
        IncidentTransition.Merged => 3,
        IncidentTransition.Closed => 4,
        IncidentTransition.Opened => 5,
    };
}
