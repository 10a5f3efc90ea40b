using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.OnDemand;

/// <summary>
/// Leaves orders in the fleet's mailbox. An equal open order is returned instead, and open orders and orders per minute are bounded by
/// <see cref="OrderBounds"/>. It leaves one at a time; several, of this process or others, may exceed the bounds by one each at once.
/// </summary>
internal sealed class FleetOrders(FleetStorage storage, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly SharedWork<OnDemandRequest> _leaving = new("fleet-wide orders", OrderBounds.MostOpen, int.MaxValue, clock);
    private readonly UnreadableLog _unreadable = new("the fleet's orders", logger);
    private readonly HashSet<Guid> _answered = [];

    /// <returns>The order, or an equal one that is open.</returns>
    /// <exception cref="TooManyCallsException">Too many are open, or were left in the last minute.</exception>
    public Task<OnDemandRequest> PostAsync(OnDemandRequest request, CancellationToken cancellationToken)
    {
        var wanted = WantedBy(request);
        return _leaving.JoinAsync(
            wanted, token => PostOnceAsync(request, open => open.Find(one => WantedBy(one) == wanted), token), cancellationToken);
    }

    /// <summary>Leaves an order whose answer is looked for under its ID, whatever others ask. Leaving it twice changes nothing.</summary>
    /// <exception cref="TooManyCallsException">Too many are open, or were left in the last minute.</exception>
    public Task PostAsItselfAsync(OnDemandRequest request, CancellationToken cancellationToken) =>
        PostOnceAsync(request, open => open.Find(one => one.Id == request.Id), cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<OnDemandRequest> PostOnceAsync(
        OnDemandRequest request, Func<List<OnDemandRequest>, OnDemandRequest?> find, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            var known = await storage.Requests.ReadSinceAsync(
                now - (request.Deadline - request.CreatedAt), cancellationToken).ConfigureAwait(false);
            _unreadable.Say(known.Unreadable);
            _answered.IntersectWith(known.Values.Select(one => one.Id));
            List<OnDemandRequest> open = [];
            List<OnDemandRequest> recent = [.. known.Values.Where(one => one.CreatedAt < now + ProbeMailbox.ClockTolerance)];
            foreach (var one in recent.Where(one => one.Deadline > now))
            {
                if (open.Count < OrderBounds.MostOpen && await IsOpenAsync(one, cancellationToken).ConfigureAwait(false))
                {
                    open.Add(one);
                }
            }

            if (find(open) is { } same)
            {
                return same;
            }

            Check(open.Count, [.. recent.Select(one => one.CreatedAt).Where(at => now - at < Minute)], now);
            await storage.Requests.CreateAsync(request, cancellationToken).ConfigureAwait(false);
            return request;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<bool> IsOpenAsync(OnDemandRequest request, CancellationToken cancellationToken)
    {
        if (_answered.Contains(request.Id))
        {
            return false;
        }

        var answers = await storage.Requests.CountAnswersAsync(request.Id, cancellationToken).ConfigureAwait(false);
        return answers < request.Vantages.Count || !_answered.Add(request.Id);
    }

    private static void Check(int open, IReadOnlyList<DateTimeOffset> recent, DateTimeOffset now)
    {
        if (open >= OrderBounds.MostOpen)
        {
            throw new TooManyCallsException(
                $"At most {OrderBounds.MostOpen} orders of the fleet are open at once.", TimeSpan.FromSeconds(10));
        }

        if (recent.Count >= OrderBounds.MostAMinute)
        {
            throw new TooManyCallsException(
                $"The fleet takes at most {OrderBounds.MostAMinute} orders in a minute.", recent.Min() + Minute - now);
        }
    }

    private static string WantedBy(OnDemandRequest request)
    {
        var probes = Names(',', request.Probes.Select(probe => $"{probe.Vantage} {probe.Route} {probe.Depth} {probe.Variant}"));
        var routes = Names(' ', request.Routes.Select(route => route.ToString()));
        var vantages = Names(' ', request.Vantages.Select(vantage => vantage.ToString()));
        return $"{request.Depth}|{routes}|{vantages}|{probes}";
    }

    private static string Names(char between, IEnumerable<string> names) => string.Join(between, names.Order(StringComparer.Ordinal));
}

/// <summary>Bounds on-demand probes: those of one process for its own vantage, and those of the whole fleet through its mailbox.</summary>
internal static class OrderBounds
{
    /// <summary>The maximum number of open orders.</summary>
    public const int MostOpen = 20;

    /// <summary>The maximum number of new orders per minute.</summary>
    public const int MostAMinute = 30;
}
