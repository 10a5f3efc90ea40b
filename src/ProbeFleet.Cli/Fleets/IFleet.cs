using Azure;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Contracts;
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
    /// <param name="expected">
    /// The tag of the configuration that it replaces; null where there is none yet; <see cref="ETag.All"/> for whatever is there.
    /// </param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken);

    /// <summary>The configurations that are kept, the newest first.</summary>
    Task<IReadOnlyList<ConfigurationVersion>> ReadHistoryAsync(CancellationToken cancellationToken);

    /// <summary>The text of a kept configuration; null when it is not kept.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<string?> FindTextAsync(long version, CancellationToken cancellationToken);

    /// <summary>Where the fault is, over the last results of all vantages.</summary>
    /// <param name="window">How far back to look; null as configured.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<FaultLocalization> LocalizeAsync(TimeSpan? window, CancellationToken cancellationToken);

    /// <summary>The newest incidents, without their localization and timeline.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="top">The most.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<IncidentsBody> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken);

    /// <summary>One incident, whole; null when there is none of that id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<Incident?> FindIncidentAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The hand-over of an incident; null when there is no such incident, or none of its probes is stored any more.</summary>
    /// <param name="incident">Its id.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task<Packet?> ReadPacketAsync(Guid incident, CancellationToken cancellationToken);
}
