using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>The fleet and what its probes observed in a window.</summary>
public sealed record FleetWindow(
    IReadOnlyList<FleetVantage> Vantages, IReadOnlyList<Route> Routes, IReadOnlyList<Observation> Observations)
{
    /// <summary>Localizes the fault in this window.</summary>
    public FaultLocalization Locate(DateTimeOffset from, DateTimeOffset to) =>
        Localizer.Locate(LocalizerInput.From(new(from, to), Vantages, Routes, Observations));
}
