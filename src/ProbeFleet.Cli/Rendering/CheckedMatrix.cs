using ProbeFleet.Core.Topology;

namespace ProbeFleet.Cli.Rendering;

/// <param name="IsAssumed">Whether no vantage was named.</param>
internal sealed record CheckedMatrix(IReadOnlyList<FleetVantage> Vantages, IReadOnlyList<Route> Routes, bool IsAssumed);
