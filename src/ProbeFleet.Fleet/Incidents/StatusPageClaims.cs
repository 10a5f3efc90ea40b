using ProbeFleet.Core.Localization;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>Reads the status pages' claims from the latest failed probes of a few routes.</summary>
internal static class StatusPageClaims
{
    private const int MostRead = 5;

    public static async Task<Dictionary<RouteCell, StatusPageClaim>> ReadAsync(
        FleetStorage storage, IReadOnlyList<Observation> seen, CancellationToken cancellationToken)
    {
        Dictionary<RouteCell, StatusPageClaim> claims = [];
        var failures = seen
            .Where(item => item.Outcome is ProbeOutcome.Failed && item.Path.Depth is not ProbeDepth.Path)
            .OrderByDescending(item => item.StartedAt)
            .DistinctBy(item => item.Path.Route);
        foreach (var failure in failures.Take(MostRead))
        {
            try
            {
                if (await storage.FindResultAsync(failure, cancellationToken)
                    .ConfigureAwait(false) is Reading<ProbeResult>.Found { Value.StatusPage: { } page })
                {
                    claims[RouteCell.From(failure)] = new(page.Url, page.CheckedAt, page.Indicator, page.Note, failure.Path.Vantage);
                }
            }
            catch (StorageException error) when (error.Failure is StorageFailure.Unreachable)
            {
                // A claim only adds to what is judged: the judgement goes on without the one whose account is silent.
            }
        }

        return claims;
    }
}
