using System.Globalization;
using System.Net;
using ProbeFleet.Core.Topology;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>Builds the topology's vantages from a live fleet's heartbeats.</summary>
public static class LiveVantages
{
    private const int ImageCharacters = 12;
    private const int MostNameCharacters = 100;

    /// <summary>Returns the vantages, ordered by name.</summary>
    public static IReadOnlyList<FleetVantage> From(IEnumerable<VantageHeartbeat> heartbeats) =>
    [
        .. heartbeats
            .DistinctBy(heartbeat => heartbeat.Vantage.Name)
            .OrderBy(heartbeat => heartbeat.Vantage.Name.ToString(), StringComparer.Ordinal)
            .Select(From),
    ];

    private static FleetVantage From(VantageHeartbeat heartbeat)
    {
        var vantage = FleetVantage.From(heartbeat.Vantage);
        return vantage with
        {
            Region = Bounded(vantage.Region),
            Network = Bounded(vantage.Network),
            Resolver = heartbeat.Resolvers is [var first, ..] && !IsNetworksOwn(first) ? Bounded(first) : null,
            Proxy = Bounded(heartbeat.Proxy is { } proxy && Uri.TryCreate(proxy, UriKind.Absolute, out var url) && url.Host.Length > 0
                ? url.Authority
                : heartbeat.Proxy),
            Forbids = heartbeat.Forbids,
            Image = heartbeat.TrustStoreHash is { Length: > 0 } hash ? Bounded(ImageOf(hash)) : null,
        };
    }

    /// <summary>Reduces a self-reported value to one line of bounded length: it becomes a component's name, which people read.</summary>
    private static string? Bounded(string? said)
    {
        if (said is null)
        {
            return null;
        }

        var shown = string.Concat(
            said.Where(character => !char.IsControl(character) && char.GetUnicodeCategory(character) is not UnicodeCategory.Format));
        return shown.Length > MostNameCharacters ? $"{shown[..MostNameCharacters]}…" : shown;
    }

    private static bool IsNetworksOwn(string resolver) =>
        !IPAddress.TryParse(resolver, out var address) || IPAddress.IsLoopback(address) || address.ToString() is AzureCloud.Resolver;

    private static string ImageOf(string hash)
    {
        var digits = hash[(hash.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return digits.Length > ImageCharacters ? digits[..ImageCharacters] : digits;
    }
}
