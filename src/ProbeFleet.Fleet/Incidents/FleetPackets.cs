using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Packets;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Snapshots;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>Makes packets from what is stored.</summary>
public sealed class FleetPackets(FleetStorage storage, TimeProvider clock)
{
    private const int MostTries = 3;
    private const int MostRows = 100;

    /// <summary>The packet of a stored probe; absent when there is none of that id.</summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task<Reading<Packet>> OfProbeAsync(Guid id, CancellationToken cancellationToken) =>
        await storage.FindResultAsync(id, vantage: null, cancellationToken).ConfigureAwait(false) switch
        {
            Reading<ProbeResult>.Found { Value: var result } =>
                new Reading<Packet>.Found(PacketWriter.FromProbe(result, clock.GetUtcNow())),
            Reading<ProbeResult>.Unreadable { Row: var row } => new Reading<Packet>.Unreadable(row),
            _ => new Reading<Packet>.Absent(),
        };

    /// <summary>
    /// The packet of an incident; absent when there is no such incident, or none of its probes is stored any more, and unreadable when that
    /// is what it, or all that is left of its probes, is.
    /// </summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task<Reading<Packet>> OfIncidentAsync(Guid id, CancellationToken cancellationToken) =>
        await storage.FindIncidentAsync(id, cancellationToken).ConfigureAwait(false) switch
        {
            Reading<StoredIncident>.Found { Value.Incident: var incident } =>
                await OfAsync(incident, cancellationToken).ConfigureAwait(false),
            Reading<StoredIncident>.Unreadable { Row: var row } => new Reading<Packet>.Unreadable(row),
            _ => new Reading<Packet>.Absent(),
        };

    private async Task<Reading<Packet>> OfAsync(Incident incident, CancellationToken cancellationToken)
    {
        Reading<Packet> none = new Reading<Packet>.Absent();
        foreach (var affected in IncidentPacket.MostTelling(incident).Take(MostTries))
        {
            switch (await storage.FindResultAsync(affected.LatestProbeId, affected.Vantage, cancellationToken).ConfigureAwait(false))
            {
                case Reading<ProbeResult>.Found { Value: var probe }:
                    var fleet = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
                    return new Reading<Packet>.Found(
                        IncidentPacket.From(incident, probe, Elsewhere(incident, affected, fleet), clock.GetUtcNow()));
                case Reading<ProbeResult>.Unreadable { Row: var row }:
                    none = new Reading<Packet>.Unreadable(row);
                    break;
            }
        }

        return none;
    }

    private static FleetComparison Elsewhere(Incident incident, AffectedRoute told, RowSet<RouteSnapshot> fleet)
    {
        var known = fleet.Values.Select(snapshot => $"{snapshot.Vantage}|{snapshot.Route}").ToHashSet(StringComparer.Ordinal);
        string[] unread = [.. fleet.Unreadable.Select(row => row.RowKey).Where(key => !known.Contains(key))];
        return new(Comparison(incident, told, fleet.Values))
        {
            IsPartial = fleet.IsPartial || unread is not [],
            UnreadableVantages =
                [.. unread.Select(key => key.Split('|')[0]).Distinct().Where(RouteName.IsValid).Select(name => new VantageName(name))],
        };
    }

    /// <summary>Lists what failed first, then the same route elsewhere and the same vantage's other routes as they are now.</summary>
    private static IReadOnlyList<PacketComparison> Comparison(Incident incident, AffectedRoute told, IReadOnlyList<RouteSnapshot> fleet)
    {
        var failed = incident.Affected.Select(RouteCell.From).ToHashSet();
        var others = fleet.Where(snapshot => !failed.Contains(new(snapshot.Vantage, snapshot.Route)))
            .OrderByDescending(snapshot => snapshot.Route == told.Route).ThenByDescending(snapshot => snapshot.Vantage == told.Vantage)
            .ThenBy(snapshot => $"{snapshot.Vantage} {snapshot.Route}", StringComparer.Ordinal);
        return [.. incident.Affected.Select(Row).Concat(others.Select(Row)).Take(MostRows)];
    }

    private static PacketComparison Row(AffectedRoute affected) => new()
    {
        Vantage = affected.Vantage,
        Route = affected.Route,
        Outcome = affected.Slow is null ? ProbeOutcome.Failed : ProbeOutcome.Passed,
        Cause = affected.Cause,
        At = affected.LastFailedAt,
        Note = Note(affected),
    };

    private static string? Note(AffectedRoute affected) => (affected.Slow, affected.RecoveredAt) switch
    {
        (null, null) => null,
        (null, _) => "It has passed since.",
        ({ } slow, null) => SlowWords.Note(slow),
        ({ } slow, _) => $"{SlowWords.Note(slow)} It has taken its usual time since.",
    };

    private static PacketComparison Row(RouteSnapshot snapshot) => new()
    {
        Vantage = snapshot.Vantage,
        Route = snapshot.Route,
        Outcome = snapshot.Latest.Outcome,
        Cause = snapshot.Latest.Cause,
        At = snapshot.Latest.At,
        Note = snapshot.Latest.Slow is { } slow ? SlowWords.Note(slow) : null,
    };
}
