using ProbeFleet.Core.Localization;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>
/// Localizes faults on request. A long window of a big fleet takes seconds of CPU time, so callers that ask for the same window at the same
/// time share the result, and at most two are computed at once.
/// </summary>
public sealed class WindowLocalizer(WindowReader windows, TimeProvider clock)
{
    private const int MostAtOnce = 2;

    private readonly SharedWork<FaultLocalization> _running = new("localizations", MostAtOnce, int.MaxValue, clock);

    /// <summary>Where the fault is, by the results of a window that ends now.</summary>
    /// <exception cref="TooManyCallsException">Two others are computed now.</exception>
    /// <exception cref="StorageException">No account answered.</exception>
    public Task<FaultLocalization> LocateAsync(FleetConfiguration configuration, TimeSpan length, CancellationToken cancellationToken) =>
        _running.JoinAsync($"{length}", token => LocateOnceAsync(configuration, length, token), cancellationToken);

    private async Task<FaultLocalization> LocateOnceAsync(
        FleetConfiguration configuration, TimeSpan length, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var window = await windows.ReadAsync(configuration, now - length, now, cancellationToken).ConfigureAwait(false);
        return window.Locate(now);
    }
}
