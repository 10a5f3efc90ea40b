using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>Reads a window of the whole fleet.</summary>
public sealed class WindowReader(FleetStorage storage, ILogger<WindowReader> logger)
{
    private readonly UnreadableLog _vantages = new("the vantages", logger);
    private readonly UnreadableLog _results = new("the results", logger);
    private readonly UnreadableLog _snapshots = new("the snapshots", logger);

    /// <summary>Reads it: one call for the vantages, and one per vantage and UTC day and 1,000 results.</summary>
    /// <exception cref="StorageException">No account answered.</exception>
    public async Task<FleetWindow> ReadAsync(
        FleetConfiguration configuration, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var heartbeats = await storage.ReadVantagesAsync(cancellationToken).ConfigureAwait(false);
        _vantages.Say(heartbeats.Unreadable);
        var vantages = LiveVantages.From(heartbeats.Values);
        var seen = await storage.ReadOutlinesAsync(
            [.. vantages.Select(vantage => vantage.Name)], from, to, cancellationToken).ConfigureAwait(false);
        _results.Say(seen.Unreadable);
        return new(vantages, configuration.Routes, seen.Values) { IsPartial = heartbeats.IsPartial || seen.IsPartial };
    }

    /// <summary>
    /// Whether any scheduled probe failed or was slow since an instant, by the snapshots: one call per 1,000 pairs of vantage and route.
    /// </summary>
    /// <exception cref="StorageException">No account answered.</exception>
    internal async Task<bool> AnyTroubleAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var snapshots = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
        _snapshots.Say(snapshots.Unreadable);
        return snapshots.Values
            .SelectMany(snapshot => snapshot.Recent)
            .Any(outcome => outcome.At >= since && (outcome.Outcome is ProbeOutcome.Failed || outcome.Slow is not null));
    }
}

/// <summary>The fleet and what its probes observed in a window.</summary>
public sealed record FleetWindow(IReadOnlyList<FleetVantage> Vantages, IReadOnlyList<Route> Routes, IReadOnlyList<Observation> Observations)
{
    /// <summary>Whether one of two accounts did not answer, so that vantages and observations may be missing.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Localizes the fault in this window.</summary>
    public FaultLocalization Locate(DateTimeOffset from, DateTimeOffset to) =>
        Localizer.Locate(LocalizerInput.From(new(from, to), Vantages, Routes, Observations));
}
