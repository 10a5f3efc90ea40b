using ProbeFleet.Core.Model;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Attempts;

/// <summary>
/// Finds between which two waits a way drops idle connections. The longest wait comes first: a connection that survives it survives all, and one
/// that is closed with a word says when. Only after a silent drop are shorter waits tried, each on a fresh connection, halving the ladder.
/// </summary>
/// <param name="surroundings">What a probe takes from its process.</param>
internal sealed class IdleSearch(ProbeSurroundings surroundings)
{
    /// <summary>
    /// The usual limits lie between two of them: 60 s (many load balancers and proxies), 120 s, 240 s (Azure's NAT and load balancers: 4 minutes) and
    /// 300 s; 1 s tells those that keep nothing.
    /// </summary>
    private static readonly TimeSpan[] Steps = [.. new[] { 1, 55, 65, 125, 235, 245, 305 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>The waits up to a bound, which is itself the last.</summary>
    public static IReadOnlyList<TimeSpan> LadderTo(TimeSpan bound) => [.. Steps.Where(step => step < bound), bound];

    /// <summary>Goes on after the longest wait.</summary>
    /// <param name="order">The attempt that was made.</param>
    /// <param name="longest">What it found.</param>
    /// <param name="cancellationToken">The caller's wish to stop: what was found until then is the answer.</param>
    public async Task<ReuseEvidence> GoOnAsync(AttemptOrder order, IdleWait longest, CancellationToken cancellationToken)
    {
        var ladder = LadderTo(longest.Wait);
        List<IdleWait> waits = [longest];
        var (kept, dropped) = (-1, longest.End is IdleEnd.Dropped ? ladder.Count - 1 : 0);
        while (dropped - kept > 1)
        {
            var middle = (kept + dropped) / 2;
            var attempt = await ProbeAttempt.RunAsync(surroundings, order with { Idle = ladder[middle] }, null, cancellationToken).ConfigureAwait(false);
            if (attempt.Idle is not { } wait)
            {
                // A first request that fails says nothing of idle connections.
                break;
            }

            waits.Add(wait);
            (kept, dropped) = wait.End is IdleEnd.Kept ? (middle, dropped) : (kept, middle);
        }

        return new() { Waits = waits };
    }
}
