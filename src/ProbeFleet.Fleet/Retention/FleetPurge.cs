using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Retention;

/// <summary>Deletes what is older than the retention: in every app, and by the one that holds the lease.</summary>
public sealed partial class FleetPurge(
    ProcessIdentity process, CurrentConfiguration configuration, FleetStorage storage, ILogger<FleetPurge> logger)
{
    private const string LeaseName = "purge";

    /// <summary>About half a minute of deletions: well within a lease.</summary>
    private const int RowsPerLease = 5_000;

    private const int MostLeases = 20;

    /// <summary>Purges if this process can take the lease; the lease is held anew for each part of the work.</summary>
    /// <returns>Rows deleted; null when another process purges, nothing is configured, or this machine's clock is wrong.</returns>
    /// <exception cref="StorageException">A call failed; the next run goes on.</exception>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        if (await configuration.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } current)
        {
            Log.Unconfigured(logger, configuration.State.Problem!);
            return null;
        }

        int? rows = null;
        for (var part = 0; part < MostLeases; part++)
        {
            if (await storage.Leases.TryHoldAsync(LeaseName, process.Holder, LeaseTable.Duration, cancellationToken).ConfigureAwait(false)
                is not { } lease)
            {
                return rows;
            }

            if (!lease.IsClockRight)
            {
                // A clock that is ahead would delete what must be kept.
                Log.ClockWrong(logger, lease.ClockError.TotalSeconds);
                await storage.Leases.ReleaseAsync(lease, cancellationToken).ConfigureAwait(false);
                return rows;
            }

            var report = await storage.PurgeAsync(current.Retention, RowsPerLease, cancellationToken).ConfigureAwait(false);
            rows = (rows ?? 0) + report.Rows;
            if (report.IsFinished)
            {
                return rows;
            }
        }

        return rows;
    }

    private static partial class Log
    {
        [LoggerMessage(801, LogLevel.Warning, "Nothing is purged, since nothing says how long is kept: {Problem}")]
        public static partial void Unconfigured(ILogger logger, string problem);

        [LoggerMessage(802, LogLevel.Error,
            "Nothing is purged here: this machine's clock is {Seconds:+0;-0} s off storage's. Set it by NTP")]
        public static partial void ClockWrong(ILogger logger, double seconds);
    }
}
