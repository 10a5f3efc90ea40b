using Microsoft.Extensions.Logging;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Leases;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>
/// Sees to it that somebody judges the fleet: every app looks, since the one that should may be the one that cannot. Both instants are the store's, so no
/// machine's clock hides it.
/// </summary>
/// <param name="timing">How far rounds are apart.</param>
/// <param name="storage">Where judges say that they judged.</param>
/// <param name="telemetry">Told when nobody did.</param>
/// <param name="clock">The clock of what is remembered.</param>
/// <param name="logger">Told when nobody did.</param>
public sealed partial class JudgeWatch(
    RoundTiming timing, FleetStorage storage, ProbeTelemetry telemetry, TimeProvider clock, ILogger<JudgeWatch> logger) : IDisposable
{
    private const int MostRounds = 3;

    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly AgedReading _reading = new(clock);

    /// <summary>How long nobody has judged, as it was read last; null while that is no longer than three rounds, or not known.</summary>
    public TimeSpan? Unjudged { get; private set; }

    /// <summary>Reads it anew, unless that was done in the last 15 s: one call of 3 s at most. While storage is silent what was read last stays.</summary>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public Task ReadAsync(CancellationToken cancellationToken) => _reading.EnsureAsync(ReadOnceAsync, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>What an app does that does not judge: it gives back the lease that it holds, so that another may judge, and tells when none does.</summary>
    internal async Task StandBackAsync(Lease? lease, CancellationToken cancellationToken)
    {
        if (lease is not null)
        {
            await TryAsync(token => storage.Leases.ReleaseAsync(lease, token), cancellationToken).ConfigureAwait(false);
        }

        await _reading.AnewAsync(ReadOnceAsync, cancellationToken).ConfigureAwait(false);
        if (Unjudged is { } age)
        {
            Log.NobodyJudges(logger, age.TotalSeconds);
            telemetry.TellUnjudged(age);
        }
    }

    private async Task<TimeSpan> ReadOnceAsync(CancellationToken cancellationToken)
    {
        await TryAsync(
            async token =>
            {
                var age = await storage.Incidents.ReadSinceJudgedAsync(token).ConfigureAwait(false);
                Unjudged = age > MostRounds * timing.Interval ? age : null;
            },
            cancellationToken).ConfigureAwait(false);
        return MostAge;
    }

    private async Task TryAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Deadline, clock, cancellationToken);
        try
        {
            await call(limit.Token).ConfigureAwait(false);
        }
        catch (StorageException error)
        {
            Log.NotKnown(logger, error.Message);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            Log.NotKnown(logger, $"no answer within {Deadline.TotalSeconds} s");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(712, LogLevel.Error, "Nobody has judged the fleet's incidents for {Seconds:0} s: the apps' logs say why they do not")]
        public static partial void NobodyJudges(ILogger logger, double seconds);

        [LoggerMessage(713, LogLevel.Warning, "Whether somebody judges incidents is not known: {Problem}")]
        public static partial void NotKnown(ILogger logger, string problem);
    }
}
