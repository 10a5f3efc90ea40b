using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.Probing.Dns;

/// <summary>Asks every configured server itself for a host's addresses, at the same time.</summary>
internal sealed class DnsDrillDown(TimeProvider clock, string hostsFile)
{
    private const int MaxServers = 3;
    private const int MaxCandidates = 3;

    private static readonly DnsRecordType[] AddressTypes = [DnsRecordType.A, DnsRecordType.Aaaa];

    /// <summary>
    /// One lookup per server (at most three) and address family, of the absolute name; where search domains come first,
    /// also of the first three names so made, at the first server; and the hosts file's entry, when it has one.
    /// </summary>
    /// <param name="host">The host; an address literal needs no lookup and gives none.</param>
    /// <param name="budget">The most time for all lookups together.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<IReadOnlyList<DnsLookup>> LookUpAsync(
        string host, ResolverConfiguration configuration, TimeSpan budget, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out _))
        {
            return [];
        }

        var client = new DnsClient(clock);
        var servers = configuration.Servers.Select(DnsClient.EndpointOf).OfType<IPEndPoint>().Take(MaxServers).ToList();
        var questions = servers.Select(server => (Name: host, Server: server))
            .Concat(servers.Take(1).SelectMany(first => ResolverExplanation.AskedFirst(host, configuration)
                .Take(MaxCandidates)
                .Select(candidate => (Name: candidate, Server: first))));
        var lookups = await Task.WhenAll(questions.SelectMany(question => AddressTypes.Select(type =>
            client.QueryAsync(question.Name, type, question.Server, budget, cancellationToken)))).ConfigureAwait(false);
        return [.. FromHostsFile(host), .. lookups];
    }

    private IEnumerable<DnsLookup> FromHostsFile(string host) =>
        HostsFile.Find(hostsFile, host).GroupBy(address => address.AddressFamily).Select(family => new DnsLookup
        {
            Name = host,
            Type = family.Key is AddressFamily.InterNetwork ? "A" : "AAAA",
            Server = "hosts file",
            Addresses = [.. family.Select(address => address.ToString())],
            Duration = TimeSpan.Zero,
        });
}
