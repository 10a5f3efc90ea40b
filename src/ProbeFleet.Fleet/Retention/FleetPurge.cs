using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Retention;

/// <summary>Deletes what is older than the retention: in every app, and by the one that holds the lease.</summary>
public sealed partial class FleetPurge(
    ProcessIdentity process, CurrentConfiguration configuration, FleetStorage storage, TimeProvider clock, ILogger<FleetPurge> logger)
{
    private const string LeaseName = "purge";

    /// <summary>When a run begins no further part: Azure ends a function after 30 min, and the next run goes on.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(20);

    /// <summary>The rows of a part; by default about half a minute of deletions, well within a lease.</summary>
    internal int RowsPerLease { get; init; } = 5_000;

    /// <summary>
    /// Purges if this process can take the lease, until nothing old is left or for 20 min; the lease is held anew for each part of the
    /// work.
    /// </summary>
    /// <returns>Rows deleted; null when another process purges, nothing is configured, or this machine's clock is wrong.</returns>
    /// <exception cref="StorageException">A call to the first account failed; the next run goes on.</exception>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        if (await configuration.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } current)
        {
            Log.Unconfigured(logger, configuration.State.Problem!);
            return null;
        }

        var began = clock.GetTimestamp();
        int? rows = null;
        var isToldOfSecond = false;
        while (clock.GetElapsedTime(began) < Most)
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
            if (report.SecondProblem is { } problem && !isToldOfSecond)
            {
                isToldOfSecond = true;
                Log.SecondKept(logger, problem);
            }

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

        [LoggerMessage(803, LogLevel.Warning, "The second account keeps what is older than the retention: {Problem}")]
        public static partial void SecondKept(ILogger logger, string problem);
    }
}
