using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>The fleet and what its probes saw in a window.</summary>
/// <param name="Vantages">The vantages that are known.</param>
/// <param name="Routes">The configured routes.</param>
/// <param name="Observations">What probes saw.</param>
public sealed record FleetWindow(
    IReadOnlyList<FleetVantage> Vantages, IReadOnlyList<Route> Routes, IReadOnlyList<Observation> Observations)
{
    /// <summary>Where the fault is, in this window.</summary>
    /// <param name="from">The window's beginning.</param>
    /// <param name="to">Its end.</param>
    public FaultLocalization Locate(DateTimeOffset from, DateTimeOffset to) => Localizer.Locate(LiveFile.Of(new(from, to), Vantages, Routes, Observations));
}
