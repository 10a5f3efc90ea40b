using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;
using ProbeFleet.Fleet.Vantages;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>Reads a window of the whole fleet.</summary>
public sealed partial class WindowReader(FleetStorage storage, ILogger<WindowReader> logger)
{
    private readonly UnreadableLog _vantages = new("the vantages", logger);
    private readonly UnreadableLog _results = new("the results", logger);
    private readonly UnreadableLog _snapshots = new("the snapshots", logger);

    private bool _isCut;

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
        if (seen.From > from && !_isCut)
        {
            Log.Cut(logger, to - from, to - seen.From);
        }

        _isCut = seen.From > from;
        return new(vantages, configuration.Routes, seen.Values, seen.From)
        {
            IsPartial = heartbeats.IsPartial || seen is not { IsPartial: false, Unreadable.Count: 0 },
            UnreadableVantages = [.. UnreadVantages.From(heartbeats, to).Union(seen.UnreadableVantages)],
        };
    }

    /// <summary>
    /// Whether no scheduled probe failed or was slow since an instant, by the snapshots: one call per 1,000 pairs of vantage and route.
    /// What cannot be read, or lies in an account that is silent, may be trouble.
    /// </summary>
    /// <exception cref="StorageException">No account answered.</exception>
    internal async Task<bool> IsQuietAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var snapshots = await storage.ReadFleetAsync(cancellationToken).ConfigureAwait(false);
        _snapshots.Say(snapshots.Unreadable);
        return snapshots is { IsPartial: false, Unreadable.Count: 0 }
            && !snapshots.Values.SelectMany(snapshot => snapshot.Recent)
                .Any(outcome => outcome.At >= since && (outcome.Outcome is ProbeOutcome.Failed || outcome.Slow is not null));
    }

    private static partial class Log
    {
        [LoggerMessage(717, LogLevel.Warning,
            "A window of {Asked} has more results than are held at once: the newest {Read} of it are looked at")]
        public static partial void Cut(ILogger logger, TimeSpan asked, TimeSpan read);
    }
}

/// <summary>The fleet and what its probes observed in a window.</summary>
/// <param name="From">Where the window begins: later than was asked for where that has more results than are held at once.</param>
public sealed record FleetWindow(
    IReadOnlyList<FleetVantage> Vantages, IReadOnlyList<Route> Routes, IReadOnlyList<Observation> Observations, DateTimeOffset From)
{
    /// <summary>
    /// Whether results may be missing: one of two accounts did not answer, there was too much to read, or some could not be read.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// The vantages of which results cannot be read, or which are left out with all of them, since nobody can read where they are. An
    /// incident of theirs stays open.
    /// </summary>
    public IReadOnlyList<VantageName> UnreadableVantages { get; init; } = [];

    /// <summary>Localizes the fault in this window.</summary>
    /// <param name="to">Where the window ends.</param>
    public FaultLocalization Locate(DateTimeOffset to) =>
        Localizer.Locate(LocalizerInput.From(new(From, to), Vantages, Routes, Observations)).WithMissing(IsPartial, UnreadableVantages);
}
