using Azure;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Cli.Fleets;

/// <summary>
/// A deployed fleet, over its storage or over the HTTP API of one of its vantages. Every call has a deadline, and throws
/// <see cref="FleetSilentException"/> when the fleet gives no answer and <see cref="UsageException"/> when it refuses the caller.
/// </summary>
internal interface IFleet : IDisposable
{
    /// <summary>Vantages and routes now.</summary>
    Task<FleetOverview> ReadAsync(CancellationToken cancellationToken);

    /// <summary>What the fleet probes; null when nothing was applied yet.</summary>
    Task<AppliedConfiguration?> ReadConfigurationAsync(CancellationToken cancellationToken);

    /// <summary>Replaces what the fleet probes.</summary>
    /// <param name="json">The text of a <c>fleet.json</c>.</param>
    /// <param name="expected">The tag of the configuration that it replaces; null replaces whatever is there.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken);
}
