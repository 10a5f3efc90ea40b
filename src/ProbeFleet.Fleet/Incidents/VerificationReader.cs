using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>Reads a verification's results: two calls, and one search for each probe that is not comparable, to say what differs.</summary>
internal static class VerificationReader
{
    /// <summary>The most failed probes that are looked up; the others are compared by their fingerprint alone.</summary>
    private const int MostLookups = 10;

    /// <param name="incident">An incident whose verification runs.</param>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public static async Task<VerificationEvidence> ReadAsync(FleetStorage storage, Incident incident, CancellationToken cancellationToken)
    {
        var id = VerificationJudge.Running(incident)!.Id;
        var reading = await storage.Requests.ReadAsync(id, cancellationToken).ConfigureAwait(false);
        if (reading is not Reading<RequestProgress>.Found { Value: var progress })
        {
            var isThere = reading is Reading<RequestProgress>.Unreadable;
            return new([], new HashSet<VantageName>(), new Dictionary<Guid, ProbeResult>())
            {
                Unreadable = incident.Affected.Where(_ => isThere).Select(affected => affected.Vantage).ToHashSet(),
            };
        }

        var differing = incident.Affected.Where(affected =>
            progress.Results.Any(result => IsOf(result, affected) && result.Fingerprint.Route != affected.RouteFingerprint));
        Dictionary<Guid, ProbeResult> failed = [];
        foreach (var affected in differing.Take(MostLookups))
        {
            if (await storage.FindResultAsync(affected.LatestProbeId, affected.Vantage, cancellationToken).ConfigureAwait(false)
                is Reading<ProbeResult>.Found { Value: var result })
            {
                failed[result.Id] = result;
            }
        }

        var done = progress.Claims.Where(claim => claim.CompletedAt is not null).Select(claim => claim.Vantage);
        return new(progress.Results, done.ToHashSet(), failed) { Unreadable = progress.UnreadableVantages.ToHashSet() };
    }

    private static bool IsOf(ProbeResult result, AffectedRoute affected) =>
        result.Vantage.Name == affected.Vantage && result.Route.Name == affected.Route;
}
