using System.Net;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.FleetLab;

/// <summary>Where a vantage runs, and what is wrong there.</summary>
public sealed record VantagePlace
{
    /// <summary>The vantage's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its region, in words of the fleet.</summary>
    public required string Region { get; init; }

    /// <summary>Its virtual network.</summary>
    public required string VirtualNetwork { get; init; }

    /// <summary>What the place is like, for a reader.</summary>
    public required string Description { get; init; }

    /// <summary>The network namespace; null for this machine's own network.</summary>
    public LabNetwork? Namespace { get; init; }

    /// <summary>The proxy in the environment of what runs here; null for none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Where an app of this place listens.</summary>
    public IPAddress Address => Namespace?.InsideAddress ?? IPAddress.Loopback;
}
