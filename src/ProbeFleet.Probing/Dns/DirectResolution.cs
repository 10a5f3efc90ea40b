using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.Probing.Dns;

/// <summary>Resolves a name by asking one server directly, IPv4 and IPv6 at the same time.</summary>
internal sealed class DirectResolution(TimeProvider clock, IPEndPoint server)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <exception cref="SocketException">
    /// No address: <see cref="SocketError.HostNotFound"/> when the server said so, else <see cref="SocketError.TryAgain"/>.
    /// </exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var client = new DnsClient(clock);
        var lookups = await Task.WhenAll(
            client.QueryAsync(host, DnsRecordType.A, server, Budget, cancellationToken),
            client.QueryAsync(host, DnsRecordType.Aaaa, server, Budget, cancellationToken)).ConfigureAwait(false);
        var addresses = lookups.SelectMany(lookup => lookup.Addresses).Select(IPAddress.Parse).ToArray();
        return addresses.Length > 0 ? addresses : throw new SocketException((int)ErrorOf(lookups));
    }

    private static SocketError ErrorOf(DnsLookup[] lookups) =>
        lookups.Any(lookup => lookup.Rcode is "NXDOMAIN" or "NOERROR") ? SocketError.HostNotFound : SocketError.TryAgain;
}
