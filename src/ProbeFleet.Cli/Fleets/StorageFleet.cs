using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Fleet.Queries;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Configuration;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Cli.Fleets;

/// <summary>A fleet over its storage account.</summary>
internal sealed class StorageFleet(FleetStorage storage, TimeProvider clock) : IFleet
{
    /// <summary>The deadline of one call, including its retries and an identity that tries many token sources.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly FleetQueries _queries = new(storage, [], clock);
    private readonly WindowReader _windows = new(storage, NullLogger<WindowReader>.Instance);

    public Task<FleetOverview> ReadAsync(CancellationToken cancellationToken) => CallAsync(_queries.ReadOverviewAsync, cancellationToken);

    public Task<AppliedConfiguration?> ReadConfigurationAsync(CancellationToken cancellationToken) => CallAsync(
        async token => await storage.Configuration.ReadAsync(default, token) switch
        {
            Reading<StoredConfiguration>.Found { Value: var stored } => new AppliedConfiguration(
                stored.Json, stored.Tag, stored.Version, stored.AppliedAt),
            Reading<StoredConfiguration>.Unreadable { Row: var row } => throw Unreadable("a configuration", row),
            _ => null,
        },
        cancellationToken);

    public Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken) =>
        CallAsync(
            token => storage.Configuration.ApplyAsync(
                json, expected, $"{Environment.UserName} at {Environment.MachineName}", token), cancellationToken);

    public async Task<HistoryBody> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        var history = await CallAsync(storage.Configuration.ReadHistoryAsync, cancellationToken);
        return new(history.Values, history.Unreadable.Count);
    }

    public Task<string?> FindTextAsync(long version, CancellationToken cancellationToken) =>
        CallAsync(
            async token => await storage.Configuration.FindTextAsync(version, token) switch
            {
                Reading<string>.Found { Value: var text } => text,
                Reading<string>.Unreadable { Row: var row } => throw Unreadable($"version {version} of the configuration", row),
                _ => null,
            },
            cancellationToken);

    public async Task<FaultLocalization> LocalizeAsync(TimeSpan? window, CancellationToken cancellationToken)
    {
        var configuration = (await ReadConfigurationAsync(cancellationToken))?.Parsed
            ?? throw new UsageException(
                "No configuration was applied yet, so nothing says what a probe crosses: run 'probefleet config apply fleet.json'.");
        var to = clock.GetUtcNow();
        var from = to - (window ?? configuration.Incidents.Window);
        var seen = await CallAsync(token => _windows.ReadAsync(configuration, from, to, token), cancellationToken);
        return seen.Locate(to);
    }

    public Task<IncidentsBody> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken) =>
        CallAsync(token => _queries.ReadIncidentsAsync(state, top, token), cancellationToken);

    public Task<Incident?> FindIncidentAsync(Guid id, CancellationToken cancellationToken) => CallAsync(
        async token => await storage.FindIncidentAsync(id, token) switch
        {
            Reading<StoredIncident>.Found { Value.Incident: var incident } => incident,
            Reading<StoredIncident>.Unreadable { Row: var row } => throw Unreadable($"incident {id}", row),
            _ => null,
        },
        cancellationToken);

    public Task<Packet?> ReadPacketAsync(Guid incident, CancellationToken cancellationToken) =>
        CallAsync(
            async token => await new FleetPackets(storage, clock).OfIncidentAsync(incident, token) switch
            {
                Reading<Packet>.Found { Value: var packet } => packet,
                Reading<Packet>.Unreadable { Row: var row } => throw Unreadable($"incident {incident}, or its evidence", row),
                _ => null,
            },
            cancellationToken);

    public void Dispose() => storage.Dispose();

    /// <summary>What is there and cannot be read is no wrong call: nothing is known of it, as of a fleet that does not answer.</summary>
    private FleetSilentException Unreadable(string what, UnreadableRow row) =>
        new($"{storage.Endpoint.Host} has {what}. {UnreadableWords.Of(row)}", isLasting: true);

    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Deadline, clock, cancellationToken);
        try
        {
            return await call(limit.Token);
        }
        catch (StorageException error) when (error.Failure is StorageFailure.Unreachable)
        {
            throw new FleetSilentException($"{storage.Endpoint.Host}: {error.Message} Nothing is known of the fleet.");
        }
        catch (StorageException error)
        {
            throw new UsageException($"{storage.Endpoint.Host}: {error.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FleetSilentException(
                $"{storage.Endpoint.Host} gave no answer within {Deadline.TotalSeconds} s. Nothing is known of the fleet.");
        }
    }
}
