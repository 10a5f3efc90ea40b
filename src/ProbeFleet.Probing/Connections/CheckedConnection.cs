using System.Net;
using System.Net.Sockets;
using ProbeFleet.Probing.Failures;

namespace ProbeFleet.Probing.Connections;

/// <summary>
/// Connects, for whatever is asked beside the attempt itself, to addresses that a path allows: a name is resolved anew there, and may lead
/// elsewhere than it did for the attempt.
/// </summary>
internal static class CheckedConnection
{
    /// <summary>Resolves a host as the path does, and connects to the first of its addresses that answers.</summary>
    /// <param name="host">The path's first hop.</param>
    /// <exception cref="TargetRefusedException">The host leads to an address that is refused; nothing was sent.</exception>
    /// <exception cref="SocketException">It has no address, or none answers.</exception>
    public static async Task<Stream> OpenAsync(PathPlan path, string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await path.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        // One is enough, as in the attempt: a name that resolves once to it and once to another is not to be trusted.
        if (addresses.Select(address => path.RefusalOf(new(address, port))).OfType<string>().FirstOrDefault() is { } refusal)
        {
            throw new TargetRefusedException(refusal);
        }

        var last = new SocketException((int)SocketError.NetworkUnreachable);
        foreach (var address in addresses.Where(address => IsUsable(address, path)))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException unanswered)
            {
                socket.Dispose();
                last = unanswered;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last;
    }

    private static bool IsUsable(IPAddress address, PathPlan path) =>
        (path.Family is null || address.AddressFamily == path.Family)
        && (address.AddressFamily is AddressFamily.InterNetwork || Socket.OSSupportsIPv6);
}
