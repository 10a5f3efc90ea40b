using Azure;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Cli.Fleets;

/// <summary>
/// A deployed fleet, accessed over its storage or over the HTTP API of one of its vantages. Every call has a deadline; it throws
/// <see cref="FleetSilentException"/> when the fleet gives no answer and <see cref="UsageException"/> when it refuses the caller.
/// </summary>
internal interface IFleet : IDisposable
{
    /// <summary>The current state of vantages and routes.</summary>
    Task<FleetOverview> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The applied configuration; null when none was applied yet.</summary>
    Task<AppliedConfiguration?> ReadConfigurationAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the configuration.</summary>
    /// <param name="expected">The tag of the configuration to replace; null when there is none yet; <see cref="ETag.All"/> for any.</param>
    Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken);

    /// <summary>The stored configurations, newest first.</summary>
    Task<HistoryBody> ReadHistoryAsync(CancellationToken cancellationToken);

    /// <summary>The text of a stored configuration; null when it is not stored.</summary>
    Task<string?> FindTextAsync(long version, CancellationToken cancellationToken);

    /// <summary>Localizes the fault from the latest results of all vantages.</summary>
    /// <param name="window">How far back to look; null for the configured window.</param>
    Task<FaultLocalization> LocalizeAsync(TimeSpan? window, CancellationToken cancellationToken);

    /// <summary>The newest incidents, at most <paramref name="top"/>, without their localization and timeline.</summary>
    /// <param name="state">The state to filter by; null for all.</param>
    Task<IncidentsBody> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken);

    /// <summary>The incident with all its parts; null when the ID is unknown.</summary>
    Task<Incident?> FindIncidentAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The packet of an incident; null when the incident is unknown or none of its probes is stored any more.</summary>
    Task<Packet?> ReadPacketAsync(Guid incident, CancellationToken cancellationToken);
}

/// <summary>The fleet gave no answer, so its state is unknown: exit code <see cref="ExitCodes.Unknown"/>.</summary>
/// <param name="isLasting">Whether asking again gives the same: what is asked for is there, and cannot be read.</param>
internal sealed class FleetSilentException(string message, bool isLasting = false) : Exception(message)
{
    public bool IsLasting => isLasting;
}
