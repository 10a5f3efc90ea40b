using System.Net;
using ProbeFleet.Core.Topology;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>The vantages of a live fleet as the topology takes them.</summary>
public static class LiveFleet
{
    private const int ImageCharacters = 12;

    /// <summary>A virtual network's own resolver on Azure: the same address everywhere, and another resolver in each network.</summary>
    private static readonly IPAddress AzureResolver = IPAddress.Parse("168.63.129.16");

    /// <summary>The vantages, by name.</summary>
    /// <param name="heartbeats">What they said of themselves last.</param>
    public static IReadOnlyList<FleetVantage> Of(IEnumerable<VantageHeartbeat> heartbeats) =>
    [
        .. heartbeats
            .DistinctBy(heartbeat => heartbeat.Vantage.Name)
            .OrderBy(heartbeat => heartbeat.Vantage.Name.ToString(), StringComparer.Ordinal)
            .Select(Of),
    ];

    private static FleetVantage Of(VantageHeartbeat heartbeat) => FleetVantage.From(heartbeat.Vantage) with
    {
        Resolver = heartbeat.Resolvers is [var first, ..] && !IsNetworksOwn(first) ? first : null,
        Proxy = heartbeat.Proxy is { } proxy ? Uri.TryCreate(proxy, UriKind.Absolute, out var url) && url.Host.Length > 0 ? url.Authority : proxy : null,
        Image = heartbeat.TrustStoreHash is { Length: > 0 } hash ? ImageOf(hash) : null,
    };

    private static bool IsNetworksOwn(string resolver) =>
        !IPAddress.TryParse(resolver, out var address) || IPAddress.IsLoopback(address) || address.Equals(AzureResolver);

    private static string ImageOf(string hash)
    {
        var digits = hash[(hash.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return digits.Length > ImageCharacters ? digits[..ImageCharacters] : digits;
    }
}
