using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>
/// Checks that some app judges the fleet. Every app checks, because the one that should judge may be the one that cannot. Both timestamps
/// are storage's, so no machine's clock can hide a missing judge; where nobody has judged yet, the time that this process runs counts.
/// </summary>
public sealed partial class JudgeWatch(
    RoundTiming timing, FleetStorage storage, ProbeTelemetry telemetry, TimeProvider clock, ILogger<JudgeWatch> logger) : IDisposable
{
    private const int Most = 3;

    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly AgedReading _reading = new(clock);
    private readonly long _began = clock.GetTimestamp();

    /// <summary>
    /// How long nobody has judged, as last read; null while three rounds or three judgements are not due since, or where it is not known.
    /// </summary>
    public TimeSpan? Unjudged { get; private set; }

    /// <summary>
    /// Reads it anew, unless that was done in the last 15 s: one call of 3 s at most. While storage is silent what was read last stays.
    /// </summary>
    public Task ReadAsync(CancellationToken cancellationToken) => _reading.EnsureAsync(ReadOnceAsync, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>Runs in an app that does not judge: releases its lease, so that another can judge, and reports when none does.</summary>
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
            telemetry.PublishUnjudged(age);
        }
    }

    private async Task<TimeSpan> ReadOnceAsync(CancellationToken cancellationToken)
    {
        await TryAsync(
            async token =>
            {
                var age = await storage.Incidents.ReadSinceJudgedAsync(token).ConfigureAwait(false) ?? clock.GetElapsedTime(_began);
                var last = clock.GetUtcNow() - age;
                Unjudged = age > timing.Rounds(last, Most) && age > timing.Judgings(last, Most) ? age : null;
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
        [LoggerMessage(712, LogLevel.Error,
            "Nobody has judged the fleet's incidents for {Seconds:0} s: the apps' logs say why they do not")]
        public static partial void NobodyJudges(ILogger logger, double seconds);

        [LoggerMessage(713, LogLevel.Warning, "Whether somebody judges incidents is not known: {Problem}")]
        public static partial void NotKnown(ILogger logger, string problem);
    }
}
