using System.Collections.Concurrent;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.OnDemand;

/// <summary>The fleet's mailbox: requests are left in a table, and each vantage takes and answers its part by calls outward only.</summary>
public sealed partial class ProbeMailbox(
    Vantage vantage, CurrentConfiguration configuration, OnDemandProbes probes, FleetStorage storage, TimeProvider clock,
    ILogger<ProbeMailbox> logger)
    : IDisposable
{
    /// <summary>How long vantages have to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How far two vantages' clocks may differ.</summary>
    internal static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly FleetOrders _orders = new(storage, clock, logger);
    private readonly UnreadableLog _unreadable = new("the mailbox", logger);

    /// <summary>The process for people, and an ID, because only the one that took a part may go on with it.</summary>
    private readonly string _holder = $"{Guid.CreateVersion7():N} {vantage.Runtime.Instance ?? Environment.MachineName}";

    /// <summary>The requests whose part is taken, by this process or another, or is being taken.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _taken = [];

    /// <summary>Leaves a request for every vantage that probes one of the routes.</summary>
    /// <returns>The request, or an equal one that is open.</returns>
    /// <exception cref="StorageException">Storage did not take it.</exception>
    /// <exception cref="TooManyCallsException">Too many are open in the fleet, or were left in the last minute.</exception>
    public async Task<OnDemandRequest> PostAsync(FleetConfiguration current, OnDemandOrder order, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var heartbeats = await storage.ReadVantagesAsync(cancellationToken).ConfigureAwait(false);
        if (heartbeats.IsPartial)
        {
            throw new StorageException(
                StorageFailure.Unreachable, "Not every account says which vantages there are, so some would not be asked. Ask again.");
        }

        // One whose heartbeat this version cannot read may well be able to answer, unless it is gone.
        var known = heartbeats.Values.Where(heartbeat => now - heartbeat.At < UnreadVantages.GoneAfter)
            .Select(heartbeat => heartbeat.Vantage.Name).Concat(UnreadVantages.From(heartbeats, now))
            .Append(vantage.Name).Distinct();
        var asked = known.Where(name => current.Routes.Any(route => order.Routes.Contains(route.Name) && route.IsProbedFrom(name)));
        return await _orders.PostAsync(
            Request(now, order.Routes, asked, order.Reason) with { Depth = order.Depth }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves a request for single probes, each from its own vantage.</summary>
    /// <param name="wanted">The probes; at least one.</param>
    /// <param name="reason">Why; null when nobody said.</param>
    /// <returns>The request, or an equal one that is open.</returns>
    /// <exception cref="StorageException">Storage did not take it.</exception>
    /// <exception cref="TooManyCallsException">Too many are open in the fleet, or were left in the last minute.</exception>
    public Task<OnDemandRequest> PostAsync(IReadOnlyList<RequestedProbe> wanted, string? reason, CancellationToken cancellationToken)
    {
        var (routes, vantages) = (wanted.Select(probe => probe.Route).Distinct(), wanted.Select(probe => probe.Vantage).Distinct());
        return _orders.PostAsync(Request(clock.GetUtcNow(), routes, vantages, reason) with { Probes = wanted }, cancellationToken);
    }

    private static OnDemandRequest Request(
        DateTimeOffset now, IEnumerable<RouteName> routes, IEnumerable<VantageName> vantages, string? reason) => new()
        {
            Id = Guid.CreateVersion7(now),
            CreatedAt = now,
            Deadline = now + Patience,
            Routes = [.. routes],
            Vantages = [.. vantages],
            Reason = reason,
        };

    /// <summary>How far a request has come.</summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    public async Task<Reading<RequestStatus>> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await storage.Requests.ReadAsync(id, cancellationToken).ConfigureAwait(false) switch
        {
            Reading<RequestProgress>.Found found =>
                new Reading<RequestStatus>.Found(RequestStatus.From(found.Value, clock.GetUtcNow())),
            Reading<RequestProgress>.Unreadable { Row: var row } => new Reading<RequestStatus>.Unreadable(row),
            _ => new Reading<RequestStatus>.Absent(),
        };

    /// <summary>
    /// Looks into the mailbox, takes this vantage's part of each new request and answers it. Storage's silence is logged, no exception; a
    /// part that could not be taken is tried again by the next call.
    /// </summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var requests = await storage.Requests.ReadSinceAsync(
                clock.GetUtcNow() - Patience - ClockTolerance, cancellationToken).ConfigureAwait(false);
            _unreadable.Say(requests.Unreadable);
            Forget(requests.Values);
            var mine = requests.Values.Where(
                request => request.Vantages.Contains(vantage.Name) && !_taken.ContainsKey(request.Id)).ToList();
            if (mine is not [])
            {
                // A request may name a route that was configured a moment ago, and must not reach one that was removed then.
                if (await configuration.RefreshAsync(cancellationToken).ConfigureAwait(false) is not { } current)
                {
                    Log.NotServed(logger, configuration.State.Problem!);
                    return;
                }

                await Task.WhenAll(mine.Select(request => ServeAsync(current, request, cancellationToken))).ConfigureAwait(false);
            }
        }
        catch (StorageException error)
        {
            Log.NotServed(logger, error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _orders.Dispose();

    /// <summary>Forgets the requests that are too old to be read again.</summary>
    private void Forget(IEnumerable<OnDemandRequest> known)
    {
        foreach (var id in _taken.Keys.Except(known.Select(request => request.Id)))
        {
            _taken.TryRemove(id, out _);
        }
    }

    /// <summary>Serves one request; its failure keeps no other from being answered.</summary>
    private async Task ServeAsync(FleetConfiguration current, OnDemandRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(current, request, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            Log.NotServed(logger, error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.Failed(logger, request.Id, error);
        }
    }

    private async Task RunAsync(FleetConfiguration current, OnDemandRequest request, CancellationToken cancellationToken)
    {
        if (!await TryTakeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (var (depth, variant, routes) in PartsOf(request))
        {
            await ProbeAsync(current, request, routes, depth, variant, cancellationToken).ConfigureAwait(false);
        }

        await AnswerAsync(request, [], isLast: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the part once: false when it is another's, or another call of this process has it in hand.</summary>
    private async Task<bool> TryTakeAsync(OnDemandRequest request, CancellationToken cancellationToken)
    {
        if (!_taken.TryAdd(request.Id, true))
        {
            return false;
        }

        try
        {
            return await storage.Requests.TryClaimAsync(request.Id, vantage.Name, _holder, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _taken.TryRemove(request.Id, out _);
            throw;
        }
    }

    /// <summary>This vantage's part of a request, by depth and variant: its own probes if the request names some, or all routes.</summary>
    private IEnumerable<(ProbeDepth? Depth, ProbeVariant Variant, IEnumerable<RouteName> Routes)> PartsOf(OnDemandRequest request) =>
        request.Probes is []
        ? [(request.Depth, ProbeVariant.Full, request.Routes)]
        : request.Probes.Where(probe => probe.Vantage == vantage.Name)
            .GroupBy(probe => (probe.Depth, probe.Variant), probe => probe.Route)
            .Select(part => ((ProbeDepth?)part.Key.Depth, part.Key.Variant, part.AsEnumerable()));

    private async Task ProbeAsync(
        FleetConfiguration current, OnDemandRequest request, IEnumerable<RouteName> routes, ProbeDepth? depth, ProbeVariant variant,
        CancellationToken cancellationToken)
    {
        // Routes that this vantage's configuration does not know (any more) are left out: only configured hosts are contacted.
        string[] names = [.. routes.Intersect(current.Routes.Select(route => route.Name)).Select(name => name.ToString())];
        if (OnDemandOrder.Make(current, names, depth, request.Reason, out _) is { } order)
        {
            var wanted = order with { Variant = variant };
            await probes.RunAsync(
                current, wanted, results => AnswerEachAsync(request, results, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Answers with a batch of results, or one by one if the batch cannot be stored: a bad result holds back no other.</summary>
    private async Task AnswerEachAsync(OnDemandRequest request, IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken)
    {
        try
        {
            await AnswerAsync(request, results, isLast: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is StorageException { Failure: StorageFailure.Refused }
            or not (StorageException or OperationCanceledException))
        {
            if (results.Count <= 1)
            {
                Log.NotAnswered(logger, request.Id, error);
                return;
            }

            foreach (var result in results)
            {
                await AnswerEachAsync(request, [result], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task AnswerAsync(
        OnDemandRequest request, IReadOnlyList<ProbeResult> results, bool isLast, CancellationToken cancellationToken) =>
        storage.Requests.AnswerAsync(request.Id, vantage.Name, results, isLast, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(501, LogLevel.Warning, "The mailbox was not served: {Problem}")]
        public static partial void NotServed(ILogger logger, string problem);

        [LoggerMessage(502, LogLevel.Error, "Request {Id} was not served")]
        public static partial void Failed(ILogger logger, Guid id, Exception error);

        [LoggerMessage(503, LogLevel.Error, "A result of request {Id} cannot be given as its answer")]
        public static partial void NotAnswered(ILogger logger, Guid id, Exception error);
    }
}
