using System.Net;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Recognizes addresses that are not on the public Internet (RFC 1918, 6598, 3927, 4193, 4291).</summary>
internal static class AddressRanges
{
    private static readonly IPNetwork[] Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
            "::1/128", "fc00::/7", "fe80::/10",
        }.Select(range => IPNetwork.Parse(range)),
    ];

    /// <summary>Whether the text is a public address; false when it is not an address.</summary>
    public static bool IsPublic(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return false;
        }

        var mapped = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return !Private.Any(range => range.Contains(mapped));
    }
}
