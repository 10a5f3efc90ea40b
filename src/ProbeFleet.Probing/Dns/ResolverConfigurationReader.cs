using System.Globalization;
using System.Net.NetworkInformation;

namespace ProbeFleet.Probing.Dns;

/// <summary>Reads which servers and search domains this host's resolver uses.</summary>
internal static class ResolverConfigurationReader
{
    private const string Path = "/etc/resolv.conf";
    private const int MaxServers = 3;
    private const int MaxNdots = 15;
    private const int MaxTimeoutSeconds = 30;
    private const int MaxAttempts = 5;

    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <summary>This host's configuration. A file that cannot be read counts as an empty one, as for the resolver itself.</summary>
    public static ResolverConfiguration ReadThisHost() => OperatingSystem.IsWindows() ? FromInterfaces() : Read(TextOf(Path));

    /// <summary>The text of a file of the system; empty when it cannot be read.</summary>
    public static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>
    /// Reads the text of <c>resolv.conf</c> as glibc does (resolv.conf(5)): at most three servers, the last of
    /// <c>search</c> and <c>domain</c> wins, limits silently applied, unknown lines passed over. Without a server it is 127.0.0.1.
    /// </summary>
    public static ResolverConfiguration Read(string text)
    {
        var lines = text.Split('\n')
            .Where(line => line is not ['#' or ';', ..])
            .Select(line => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1)
            .ToList();
        string[] servers = [.. lines.Where(words => words[0] is "nameserver").Select(words => words[1]).Take(MaxServers)];
        var options = lines.Where(words => words[0] is "options").SelectMany(words => words.Skip(1)).ToList();
        return new ResolverConfiguration
        {
            Servers = servers is [] ? ["127.0.0.1"] : servers,
            Search = lines.LastOrDefault(words => words[0] is "search" or "domain") switch
            {
                ["domain", var domain, ..] => [domain],
                [_, .. var domains] => [.. domains.Where(domain => domain is not ".")],
                _ => [],
            },
            Ndots = Option(options, "ndots", MaxNdots) ?? 1,
            TimeoutSeconds = Option(options, "timeout", MaxTimeoutSeconds),
            Attempts = Option(options, "attempts", MaxAttempts),
            Note = servers is [] ? "No name server is configured: the resolver asks 127.0.0.1." : null,
        };
    }

    private static int? Option(List<string> options, string name, int most) =>
        options.LastOrDefault(option => option.StartsWith($"{name}:", StringComparison.Ordinal)) is { } option
            && int.TryParse(option.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? Math.Min(value, most)
                : null;

    private static ResolverConfiguration FromInterfaces()
    {
        var interfaces = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus is OperationalStatus.Up)
            .Select(network => network.GetIPProperties())
            .ToList();
        return new ResolverConfiguration
        {
            Servers = [.. interfaces.SelectMany(network => network.DnsAddresses).Select(address => address.ToString()).Distinct()],
            Search = [.. interfaces.Select(network => network.DnsSuffix).Where(suffix => suffix.Length > 0).Distinct()],
        };
    }
}
