using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Cli.Rendering;

/// <summary>The matrix that is checked.</summary>
/// <param name="Vantages">From where.</param>
/// <param name="Routes">Which ways.</param>
/// <param name="IsAssumed">Whether nobody said from where.</param>
internal sealed record CheckedMatrix(IReadOnlyList<FleetVantage> Vantages, IReadOnlyList<Route> Routes, bool IsAssumed);
