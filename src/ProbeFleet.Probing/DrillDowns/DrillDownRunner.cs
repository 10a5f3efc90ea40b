using System.Net;
using System.Net.Sockets;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Dns;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>
/// Looks at what a probe broke on, from the same process and within a budget: which parts, the broken stage decides.
/// Paired variants of the probe are not made here. No connection is left open.
/// </summary>
internal sealed class DrillDownRunner(TimeProvider clock)
{
    private const double DnsShare = 0.4;
    private const double ConnectShare = 0.6;

    /// <summary>Looks. What could not be done is in <see cref="DrillDown.LeftOut"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<DrillDown> RunAsync(DrillDownContext context, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        var isConnected = context.Break is Stage.Secure or Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer;
        var dns = context.Break is Stage.Resolve or Stage.Connect or Stage.Tunnel || (isConnected && context.Addresses is []);
        var leftOut = new List<string>();
        var found = new DrillDown();
        if (Take(dns, DnsShare, "dns") is { } dnsBudget)
        {
            found = await LookUpAsync(found, context, dnsBudget, cancellationToken).ConfigureAwait(false);
        }

        if (Take(isConnected || context.Break is Stage.Connect, ConnectShare, "addresses") is { } connectBudget)
        {
            var addresses = AddressesOf(context, found);
            leftOut.AddRange(addresses.Skip(AddressTrial.MaxAddresses)
                .Select(address => $"address {address}: only {AddressTrial.MaxAddresses} are tried"));
            var attempts = new AddressTrial(clock).TryAsync(addresses, context.Path.FirstHopPort, connectBudget, cancellationToken);
            found = found with { Addresses = await attempts.ConfigureAwait(false) };
        }

        if (Take(context.Break is Stage.Tunnel && context.Path.Proxy is not null, 1, "proxy") is { } proxyBudget)
        {
            var speaking = new ConnectConversation(clock, context.Path, context.Sanitizer).SpeakAsync(proxyBudget, cancellationToken);
            found = found with { Proxy = await speaking.ConfigureAwait(false) };
        }

        if (Take(isConnected && context.Path.IsSecure, 1, "tls") is { } tlsBudget)
        {
            found = await InspectAsync(found, context, tlsBudget, leftOut, cancellationToken).ConfigureAwait(false);
        }

        return found with { LeftOut = leftOut is [] ? null : leftOut };

        TimeSpan? Take(bool wanted, double share, string name)
        {
            var left = context.Budget - clock.GetElapsedTime(startedAt);
            if (wanted && left <= TimeSpan.Zero)
            {
                leftOut.Add($"{name}: the budget was spent");
            }

            return wanted && left > TimeSpan.Zero ? left * share : null;
        }
    }

    private async Task<DrillDown> LookUpAsync(
        DrillDown found, DrillDownContext context, TimeSpan budget, CancellationToken cancellationToken)
    {
        var (host, resolver) = (context.Path.FirstHop.IdnHost, context.Resolver);
        string?[] notes = [resolver.Note, ResolverExplanation.Note(host, resolver)];
        var lookups = await new DnsDrillDown(clock, context.HostsFile ?? HostsFile.ReadThisHost())
            .LookUpAsync(host, resolver, budget, cancellationToken).ConfigureAwait(false);
        return found with
        {
            Resolver = resolver with { Note = notes.OfType<string>().ToArray() is { Length: > 0 } said ? string.Join(' ', said) : null },
            Dns = lookups,
        };
    }

    private async Task<DrillDown> InspectAsync(
        DrillDown found, DrillDownContext context, TimeSpan budget, List<string> leftOut, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        Stream? stream = null;
        if (context.Path.Proxy is not null)
        {
            var tunnel = await new ConnectConversation(clock, context.Path, context.Sanitizer)
                .OpenAsync(budget / 2, cancellationToken).ConfigureAwait(false);
            (found, stream) = (found with { Proxy = tunnel.Conversation }, tunnel.Stream);
        }
        else if (found.Addresses?.FirstOrDefault(attempt => attempt.Failure is null) is { } reachable)
        {
            stream = await ConnectAsync(IPEndPoint.Parse(reachable.Endpoint), budget / 2, cancellationToken).ConfigureAwait(false);
        }

        if (stream is null)
        {
            leftOut.Add(context.Path.Proxy is null ? "tls: no address accepted a connection" : "tls: the proxy opened no tunnel");
            return found;
        }

        // The inspector closes the stream.
        var spent = clock.GetElapsedTime(startedAt);
        var left = spent < budget ? budget - spent : TimeSpan.Zero;
        var inspection = await new TlsInspector(clock).InspectAsync(
            stream, context.Path.Target.IdnHost, left, cancellationToken).ConfigureAwait(false);
        return found with { Tls = inspection.Facts, TlsFailure = inspection.Failure };
    }

    private async Task<Stream?> ConnectAsync(IPEndPoint endpoint, TimeSpan budget, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(budget, clock, cancellationToken);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static IReadOnlyList<IPAddress> AddressesOf(DrillDownContext context, DrillDown found)
    {
        var host = context.Path.FirstHop.IdnHost;
        var looked = (found.Dns ?? [])
            .Where(lookup => DnsAnswer.SameName(lookup.Name, host))
            .SelectMany(lookup => lookup.Addresses.Select(IPAddress.Parse));
        return [.. (IPAddress.TryParse(host, out var literal) ? [literal] : context.Addresses).Concat(looked).Distinct()
            .Where(context.Path.Allows)];
    }
}
