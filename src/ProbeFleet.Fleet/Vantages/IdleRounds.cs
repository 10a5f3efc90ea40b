using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>
/// Looks now and then what becomes of idle connections (variant <c>reuse</c>), for routes that have <c>reuseEvery</c>: minutes of waiting
/// that belong to no round. One route at a time. Who looks has a lease of the route as long as that may take; once there is a result, the
/// lease lasts until the route is due again, whichever process looks.
/// </summary>
public sealed partial class IdleRounds(
    ProcessIdentity process, Vantage vantage, CurrentConfiguration configuration, RoundRunner runner, ResultRecorder recorder,
    ProbeTelemetry telemetry, FleetStorage storage, TimeProvider clock, ILogger<IdleRounds> logger)
{
    /// <summary>No route begins later: it takes at most a quarter of an hour, and Azure Functions ends a call after half an hour.</summary>
    private static readonly TimeSpan LastBegin = TimeSpan.FromMinutes(10);

    /// <summary>Longer than a route takes, so that nobody else looks meanwhile; after a process was killed somebody does soon.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(20);

    private readonly RoundGate _gate = new();

    /// <summary>Probes the routes that are due, one after the other.</summary>
    /// <returns>How many were probed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var gate = _gate.TryTake();
        if (gate is null || await configuration.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } current)
        {
            return 0;
        }

        var began = clock.GetTimestamp();
        var probed = 0;
        foreach (var route in RoundPlan.Reusing(current, vantage.Name))
        {
            if (cancellationToken.IsCancellationRequested || clock.GetElapsedTime(began) > LastBegin)
            {
                break;
            }

            probed += await RunAsync(current, route, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return probed;
    }

    private async Task<bool> RunAsync(FleetConfiguration current, Route route, CancellationToken cancellationToken)
    {
        try
        {
            var every = (route.ReuseEvery ?? current.Probe.ReuseEvery)!.Value;
            // Each try has its own holder, so that this process's own earlier lease also says that the route is not due.
            var (name, holder) = (LeaseTable.ReuseOf(vantage.Name, route.Name), $"{process.Holder}/{Guid.CreateVersion7()}");
            if (await HoldAsync(LongestLook, cancellationToken).ConfigureAwait(false) is not { } lease)
            {
                return false;
            }

            var isDone = await ProbeAsync(RoundPlan.Reuse(current, vantage.Name, route), cancellationToken).ConfigureAwait(false);
            await (isDone
                ? HoldAsync(every, CancellationToken.None)
                : storage.Leases.ReleaseAsync(lease, CancellationToken.None)).ConfigureAwait(false);
            return isDone;

            // A call whose answer was lost has taken the lease for this try, so it is asked twice.
            async Task<Lease?> HoldAsync(TimeSpan duration, CancellationToken token) =>
                await storage.Leases.TryHoldAsync(name, holder, duration, token, every).ConfigureAwait(false)
                ?? await storage.Leases.TryHoldAsync(name, holder, duration, token, every).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            Log.Unknown(logger, route.Name, error.Message);
            return false;
        }
    }

    private async Task<bool> ProbeAsync(RoundPlan plan, CancellationToken cancellationToken)
    {
        var trace = RoundTrace.Begin("idle connections", vantage.Name, clock.GetUtcNow());
        var isDone = false;
        await foreach (var result in runner.RunAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            // A new connection may work while idle ones are dropped, so this probe does not change the route's state.
            RoundResult[] beside = [result with { IsConfirmation = true }];
            telemetry.Publish(beside, trace);
            await recorder.RecordAsync(beside, cancellationToken).ConfigureAwait(false);
            isDone = true;
        }

        trace.End(clock.GetUtcNow());
        return isDone;
    }

    private static partial class Log
    {
        [LoggerMessage(310, LogLevel.Warning,
            "Storage does not say whether idle connections of {Route} are due to be looked at, or not that they were: {Problem}")]
        public static partial void Unknown(ILogger logger, RouteName route, string problem);
    }
}
