namespace ProbeFleet.Core.Topology;

/// <summary>What the topology needs to know of a vantage. An unknown fact is taken as the vantage's own, shared with nobody.</summary>
public sealed record FleetVantage
{
    /// <summary>The vantage's unique name.</summary>
    public required VantageName Name { get; init; }

    /// <summary>The region, such as <c>swedencentral</c>.</summary>
    public string? Region { get; init; }

    /// <summary>The network, such as <c>vnet-prod/snet-probe</c>; what is before the first <c>/</c> shares one resolver.</summary>
    public string? Network { get; init; }

    /// <summary>The resolver's address or name, when it is not the network's own.</summary>
    public string? Resolver { get; init; }

    /// <summary>The forward proxy that the vantage's environment names, <c>host[:port]</c>.</summary>
    public string? Proxy { get; init; }

    /// <summary>The image family: vantages of one family share a trust store and TLS library.</summary>
    public string? Image { get; init; }

    /// <summary>Variants that the vantage's operator forbade: they are asked of it by nobody.</summary>
    public IReadOnlyList<ProbeVariant> Forbids { get; init; } = [];

    /// <summary>The vantage of a live fleet.</summary>
    public static FleetVantage From(Vantage vantage) => new() { Name = vantage.Name, Region = vantage.Region, Network = vantage.Network };
}
