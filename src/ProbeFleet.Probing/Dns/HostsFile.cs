using System.Net;

namespace ProbeFleet.Probing.Dns;

/// <summary>The hosts file: its entries win over DNS, and a forgotten one sends a route elsewhere.</summary>
internal static class HostsFile
{
    /// <summary>The text of this host's file; empty when it cannot be read.</summary>
    public static string ReadThisHost() => ResolverConfigurationReader.TextOf(
        OperatingSystem.IsWindows() ? Path.Combine(Environment.SystemDirectory, @"drivers\etc\hosts") : "/etc/hosts");

    /// <summary>The addresses that the file gives a name, in its order.</summary>
    public static IReadOnlyList<IPAddress> Find(string text, string host) =>
    [
        .. text.Split('\n')
            .Select(line => line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Skip(1).Any(name => DnsAnswer.SameName(name, host)))
            .Select(words => IPAddress.TryParse(words[0], out var address) ? address : null)
            .OfType<IPAddress>(),
    ];
}
