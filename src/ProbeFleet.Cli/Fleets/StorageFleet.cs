using Azure;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Cli.Fleets;

/// <summary>A fleet over its storage account.</summary>
/// <param name="stores">The account's tables.</param>
/// <param name="clock">The clock of ages and deadlines.</param>
internal sealed class StorageFleet(TableStores stores, TimeProvider clock) : IFleet
{
    /// <summary>For one call with its repetitions, and for an identity that asks many places for a token.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public Task<FleetOverview> ReadAsync(CancellationToken cancellationToken) => CallAsync(
        async token =>
        {
            var vantages = stores.Vantages.ReadAllAsync(token);
            var snapshots = await stores.Snapshots.ReadFleetAsync(token).ConfigureAwait(false);
            var heartbeats = await vantages.ConfigureAwait(false);
            return FleetOverview.Of(heartbeats.Values, snapshots.Values, SilenceRule.Of(snapshots.Values), clock.GetUtcNow());
        },
        cancellationToken);

    public Task<AppliedConfiguration?> ReadConfigurationAsync(CancellationToken cancellationToken) => CallAsync(
        async token => await stores.Configuration.ReadAsync(default, token).ConfigureAwait(false) switch
        {
            ConfigurationReading.Changed { Stored: var stored } => new AppliedConfiguration(stored.Json, stored.Tag, stored.Version, stored.AppliedAt),
            ConfigurationReading.Unreadable { Row.Reason: var reason } => throw new UsageException($"The fleet's configuration cannot be read by this version: {reason}"),
            _ => null,
        },
        cancellationToken);

    public Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken) =>
        CallAsync(token => stores.Configuration.ApplyAsync(json, expected, token), cancellationToken);

    public void Dispose() => stores.Dispose();

    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (StorageException error) when (error.Failure is StorageFailure.Unreachable)
        {
            throw new FleetSilentException($"{stores.Endpoint.Host}: {error.Message} Nothing is known of the fleet.");
        }
        catch (StorageException error)
        {
            throw new UsageException($"{stores.Endpoint.Host}: {error.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FleetSilentException($"{stores.Endpoint.Host} gave no answer within {Deadline.TotalSeconds} s. Nothing is known of the fleet.");
        }
    }
}
