using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Attempts;

/// <summary>
/// Finds the two waits between which a path drops idle connections. The longest comes first: a connection that survives it survives all,
/// and one whose end is signalled says when. Only after a silent drop are shorter waits tried, on fresh connections, by bisection.
/// </summary>
internal sealed class IdleSearch(ProbeSurroundings surroundings)
{
    /// <summary>
    /// Steps around the usual limits: 60 s (many load balancers and proxies), 120 s, 240 s (Azure's NAT and load balancers: 4 minutes) and
    /// 300 s; 1 s detects paths that keep nothing.
    /// </summary>
    private static readonly TimeSpan[] Steps =
        [.. new[] { 1, 55, 65, 125, 235, 245, 305 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>The waits below a bound, and the bound itself as the last.</summary>
    public static IReadOnlyList<TimeSpan> LadderTo(TimeSpan bound) => [.. Steps.Where(step => step < bound), bound];

    /// <summary>Goes on after the longest wait.</summary>
    public async Task<ReuseEvidence> GoOnAsync(ProbeRequest order, IdleWait longest, CancellationToken cancellationToken)
    {
        var ladder = LadderTo(longest.Wait);
        List<IdleWait> waits = [longest];
        var (kept, dropped) = (-1, longest.End is IdleEnd.Dropped ? ladder.Count - 1 : 0);
        while (dropped - kept > 1)
        {
            var middle = (kept + dropped) / 2;
            var attempt = await ProbeAttempt.RunAsync(
                surroundings, order with { Idle = ladder[middle] }, null, cancellationToken).ConfigureAwait(false);
            if (attempt.State.Idle is not { } wait)
            {
                // A first request that fails says nothing about idle connections.
                break;
            }

            waits.Add(wait);
            (kept, dropped) = wait.End is IdleEnd.Kept ? (middle, dropped) : (kept, middle);
        }

        return new() { Waits = waits };
    }
}
