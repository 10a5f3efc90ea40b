using System.Net;
using Microsoft.Extensions.Logging;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Routes;
using ProbeFleet.Core.Vantages;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Probing;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>What a vantage keeps in storage beside its results: the baselines of its routes, and its heartbeat. None of it stops a round.</summary>
/// <param name="vantage">The vantage.</param>
/// <param name="memory">What it knows of its routes.</param>
/// <param name="storage">Where the records are.</param>
/// <param name="surroundings">The clock and the environment.</param>
/// <param name="logger">Told of what could not be read or written.</param>
public sealed partial class VantageRecords(
    Vantage vantage, VantageMemory memory, StoragePair storage, ProbeSurroundings surroundings, ILogger<VantageRecords> logger)
{
    /// <summary>The file beside the app that names the deployed package.</summary>
    private const string PackageHashFile = "package-hash.txt";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(25);

    private readonly string? _packageHash = PackageHash();
    private string? _egress;
    private bool _hasBegun;

    /// <summary>The vantage.</summary>
    public Vantage Vantage => vantage;

    /// <summary>
    /// Registers the vantage and reads what earlier processes of it stored: once, and while storage is silent each time anew.
    /// </summary>
    /// <param name="cancellationToken">The host's wish to stop.</param>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            _hasBegun = await TryAsync("the last outcomes and baselines", RecallAsync, cancellationToken).ConfigureAwait(false)
                && await SayAsync(Heartbeat(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes results in and stores the baselines that they change.</summary>
    /// <param name="results">The results.</param>
    /// <param name="cancellationToken">The host's wish to stop.</param>
    public async Task LearnAsync(IReadOnlyList<RoundResult> results, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(results);
        _egress = EgressOf(results) ?? _egress;
        var baselines = results.Where(Learn).Select(result => result.Result.Route.Name).Distinct().Select(route => memory.BaselineOf(route)!).ToList();
        if (baselines is not [])
        {
            await TryAsync("baselines", token => storage.First.Baselines.SaveAsync(baselines, token), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that the vantage lives, and where and as what it runs.</summary>
    /// <param name="round">Its last round.</param>
    /// <param name="waiting">Results in its spool.</param>
    /// <param name="cancellationToken">The host's wish to stop.</param>
    public Task SayAsync(RoundReport.Ran round, int waiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        return SayAsync(Heartbeat() with { LastRoundAt = round.EndedAt, LastRound = round.Number, SpoolDepth = waiting }, cancellationToken);
    }

    private bool Learn(RoundResult result)
    {
        try
        {
            return memory.Learn(result);
        }
        catch (Exception error)
        {
            // One route's result teaches nothing; the others' do.
            Log.NotLearned(logger, result.Result.Route.Name, error);
            return false;
        }
    }

    private Task<bool> SayAsync(VantageHeartbeat heartbeat, CancellationToken cancellationToken) =>
        TryAsync("the heartbeat", token => storage.SaveHeartbeatAsync(heartbeat, token), cancellationToken);

    private VantageHeartbeat Heartbeat()
    {
        var facts = PathFacts.Read(surroundings.Environment);
        return new()
        {
            Vantage = vantage,
            At = surroundings.Clock.GetUtcNow(),
            Resolvers = facts.Resolvers,
            Proxy = facts.Proxy,
            TrustStoreHash = facts.TrustStoreHash,
            Egress = _egress,
            PackageHash = _packageHash,
        };
    }

    private async Task RecallAsync(CancellationToken cancellationToken)
    {
        var snapshots = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
        var baselines = await storage.First.Baselines.ReadAsync(vantage.Name, cancellationToken).ConfigureAwait(false);
        var own = snapshots.Values.Where(snapshot => snapshot.Vantage == vantage.Name);
        memory.Recall(own.Select(snapshot => KeyValuePair.Create(snapshot.Route, snapshot.Latest.Outcome)), baselines.Values);
    }

    private async Task<bool> TryAsync(string what, Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Deadline, surroundings.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await call(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (StorageException error)
        {
            Log.Failed(logger, what, error.Message);
        }
        catch (OperationCanceledException)
        {
            Log.Failed(logger, what, late.IsCancellationRequested ? $"no answer within {Deadline.TotalSeconds} s" : "the host stops");
        }
        catch (Exception error)
        {
            // What is stored cannot be read or written as it is: the round goes on without it.
            Log.Failed(logger, what, error.GetType().Name);
        }

        return false;
    }

    // From where the probes' own connections left: nothing is asked that is not configured.
    private static string? EgressOf(IReadOnlyList<RoundResult> results)
    {
        var addresses = results.Select(result => result.Result.Find<ConnectEvidence>()?.Facts?.Local).OfType<string>()
            .Select(local => IPEndPoint.TryParse(local, out var endpoint) ? endpoint.Address.ToString() : null).OfType<string>();
        return string.Join(' ', addresses.Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;
    }

    private static string? PackageHash()
    {
        var file = Path.Combine(AppContext.BaseDirectory, PackageHashFile);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    private static partial class Log
    {
        [LoggerMessage(401, LogLevel.Warning, "Storage did not do its part for {What}: {Problem}")]
        public static partial void Failed(ILogger logger, string what, string problem);

        [LoggerMessage(402, LogLevel.Error, "A result of route {Route} cannot be compared with earlier ones")]
        public static partial void NotLearned(ILogger logger, RouteName route, Exception error);
    }
}
