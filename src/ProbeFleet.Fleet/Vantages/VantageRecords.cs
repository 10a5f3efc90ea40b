using System.Net;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>
/// What a vantage keeps in storage beside its results: the baselines of its routes, and its heartbeat. None of it stops a round.
/// </summary>
public sealed partial class VantageRecords(
    Vantage vantage, RoundTiming timing, VantageState state, FleetStorage storage, StoredHeartbeat heartbeat,
    ProbeSurroundings surroundings, ILogger<VantageRecords> logger)
    : IDisposable
{
    /// <summary>The file beside the app that names the deployed package.</summary>
    private const string PackageHashFile = "package-hash.txt";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(25);

    /// <summary>Short, because a caller is waiting.</summary>
    private static readonly TimeSpan RecallDeadline = TimeSpan.FromSeconds(5);

    /// <summary>The time between reads while storage is silent, so that not every probe waits for it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly AgedReading _recalling = new(surroundings.Clock);
    private readonly UnreadableLog _snapshots = new("the last outcomes", logger);
    private readonly UnreadableLog _baselines = new("the baselines", logger);
    private readonly string? _packageHash = PackageHash();

    /// <summary>Routes whose baselines are to be stored. Only rounds store them, and a process runs one at a time.</summary>
    private readonly HashSet<RouteName> _unsaved = [];

    private string? _egress;
    private bool _isRegistered;

    /// <summary>The maximum age of what is known of routes that other processes probe too: 5 min.</summary>
    public static TimeSpan MostAge { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The vantage.</summary>
    public Vantage Vantage => vantage;

    /// <summary>
    /// To be awaited before probes: reads what processes of the vantage stored, when that was read more than <see cref="MostAge"/> ago, and
    /// has the fleet know the vantage. At most 10 s, and while storage is silent not each time.
    /// </summary>
    public Task BeginAsync(CancellationToken cancellationToken) => _recalling.EnsureAsync(BeginOnceAsync, cancellationToken);

    /// <summary>Takes a round's results in; the baselines that they change are for <see cref="SaveBaselinesAsync"/>.</summary>
    public void Learn(IReadOnlyList<RoundResult> results)
    {
        _egress = EgressOf(results) ?? _egress;
        _unsaved.UnionWith(results.Where(Learn).Select(result => result.Result.Route.Name));
    }

    /// <summary>
    /// Stores the baselines that changed since they were stored: once a round, so that a silent storage is waited for once. What this
    /// process learned before its first recall waits for that, because it would replace what others learned in a week.
    /// </summary>
    public async Task SaveBaselinesAsync(CancellationToken cancellationToken)
    {
        if (state.IsRecalled && _unsaved.Count > 0)
        {
            var baselines = _unsaved.Select(route => state.BaselineOf(route)!).ToList();
            var outcome = await TryAsync(
                "baselines", token => storage.Baselines.SaveAsync(baselines, token), Deadline, cancellationToken).ConfigureAwait(false);

            // One that storage refuses for what it is would keep back the others each time.
            if (outcome is not Outcome.NotNow)
            {
                _unsaved.Clear();
            }
        }
    }

    /// <summary>Says that the vantage lives, where and as what it runs, and what only this process knows.</summary>
    /// <param name="skipped">Rounds that this process skipped.</param>
    /// <param name="lastStoredAt">When storage last took results from this process; null when it never did.</param>
    public Task SaveHeartbeatAsync(
        RoundReport.Ran round, long skipped, SpoolState spool, DateTimeOffset? lastStoredAt, CancellationToken cancellationToken)
    {
        var said = Heartbeat() with
        {
            LastRoundStartedAt = round.StartedAt,
            LastRoundAt = round.EndedAt,
            LastRound = round.Number,
            LastRoundResults = round.Results,
            RoundsSkipped = skipped,
            LastStoredAt = lastStoredAt,
            SpoolDepth = spool.Results,
            SpoolBytes = spool.Bytes,
            SpoolDropped = spool.Dropped,
            SpoolQuarantined = spool.Quarantined,
        };
        return TryAsync("the heartbeat", token => heartbeat.SaveAsync(said, token), Deadline, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _recalling.Dispose();

    private async Task<TimeSpan> BeginOnceAsync(CancellationToken cancellationToken)
    {
        if (await TryAsync("the last outcomes and baselines", RecallAsync, RecallDeadline, cancellationToken).ConfigureAwait(false)
            is not Outcome.Done)
        {
            return Pause;
        }

        _isRegistered = _isRegistered || await TryAsync(
            "the vantage's name", token => heartbeat.RegisterAsync(Heartbeat(), token), RecallDeadline, cancellationToken)
                .ConfigureAwait(false) is Outcome.Done;
        return _isRegistered ? MostAge : Pause;
    }

    private bool Learn(RoundResult result)
    {
        try
        {
            return state.Learn(result);
        }
        catch (Exception error)
        {
            // One route's result could not be learned; the others are.
            Log.NotLearned(logger, result.Result.Route.Name, error);
            return false;
        }
    }

    private VantageHeartbeat Heartbeat()
    {
        var facts = PathFacts.Read(surroundings.Environment);
        var now = surroundings.Clock.GetUtcNow();
        return new()
        {
            Vantage = vantage,
            At = now,
            Resolvers = facts.Resolvers,
            Proxy = facts.Proxy,
            TrustStoreHash = facts.TrustStoreHash,
            Forbids = surroundings.Forbids,
            Egress = _egress,
            PackageHash = _packageHash,
            Interval = timing.Rounds(now, SilenceRule.Rounds) / SilenceRule.Rounds,
        };
    }

    private async Task RecallAsync(CancellationToken cancellationToken)
    {
        // At once: while a second account is silent, the snapshots take the whole time.
        var (reading, readingBaselines) = (
            storage.ReadSnapshotsAsync(vantage.Name, cancellationToken), storage.Baselines.ReadAsync(vantage.Name, cancellationToken));
        await Task.WhenAll(reading, readingBaselines).ConfigureAwait(false);
        var (snapshots, baselines) = (await reading.ConfigureAwait(false), await readingBaselines.ConfigureAwait(false));
        _snapshots.Say(snapshots.Unreadable);
        _baselines.Say(baselines.Unreadable);
        var last = snapshots.Values.Select(snapshot => new LastOutcome(snapshot.Route, snapshot.Latest.Outcome, snapshot.Latest.At));
        state.Recall(last, baselines.Values);
    }

    private async Task<Outcome> TryAsync(
        string what, Func<CancellationToken, Task> call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(deadline, surroundings.Clock, cancellationToken);
        try
        {
            await call(limit.Token).ConfigureAwait(false);
            return Outcome.Done;
        }
        catch (StorageException error)
        {
            Log.Failed(logger, what, error.Message);
            return error.Failure is StorageFailure.Refused ? Outcome.Refused : Outcome.NotNow;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A stopping host is no storage failure, and the caller reports itself that it stopped.
        }
        catch (OperationCanceledException)
        {
            Log.Failed(logger, what, $"no answer within {deadline.TotalSeconds} s");
        }
        catch (Exception error)
        {
            // Stored data that cannot be read or written as it is; the round continues without it.
            Log.Failed(logger, what, error.GetType().Name);
            return Outcome.Refused;
        }

        return Outcome.NotNow;
    }

    // The local addresses of the probes' own connections: nothing is asked that is not configured.
    private static string? EgressOf(IReadOnlyList<RoundResult> results)
    {
        var addresses = results.Select(result => result.Result.Facts<ConnectFacts>()?.Local).OfType<string>()
            .Select(local => IPEndPoint.TryParse(local, out var endpoint) ? endpoint.Address.ToString() : null).OfType<string>();
        return string.Join(' ', addresses.Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;
    }

    private static string? PackageHash()
    {
        var file = Path.Combine(AppContext.BaseDirectory, PackageHashFile);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    private enum Outcome
    {
        Done,
        NotNow,
        Refused,
    }

    private static partial class Log
    {
        [LoggerMessage(401, LogLevel.Warning, "Storage did not do its part for {What}: {Problem}")]
        public static partial void Failed(ILogger logger, string what, string problem);

        [LoggerMessage(402, LogLevel.Error, "A result of route {Route} cannot be compared with earlier ones")]
        public static partial void NotLearned(ILogger logger, RouteName route, Exception error);
    }
}
