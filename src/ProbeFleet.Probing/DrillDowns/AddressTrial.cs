using System.Net;
using System.Net.Sockets;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Failures;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>Tries each address by itself: .NET stops at the first that hangs and never shows the others.</summary>
internal sealed class AddressTrial(TimeProvider clock)
{
    /// <summary>The maximum number of addresses that are tried.</summary>
    public const int MaxAddresses = 8;

    /// <summary>Connects to every address at the same time and closes again.</summary>
    /// <param name="addresses">The addresses; those beyond eight are left out.</param>
    /// <param name="budget">The most time for each, and so for all.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<IReadOnlyList<AddressAttempt>> TryAsync(
        IEnumerable<IPAddress> addresses, int port, TimeSpan budget, CancellationToken cancellationToken) =>
        await Task.WhenAll(addresses.Take(MaxAddresses)
            .Select(address => TryAsync(new IPEndPoint(address, port), budget, cancellationToken))).ConfigureAwait(false);

    private async Task<AddressAttempt> TryAsync(IPEndPoint endpoint, TimeSpan budget, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        using var limit = new TimeLimit(budget, clock, cancellationToken);
        StageFailure? failure = null;
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (FailureClassifier.IsExpected(exception, cancellationToken))
        {
            failure = FailureClassifier.OfConnection(exception, budget);
        }

        return new AddressAttempt { Endpoint = endpoint.ToString(), Duration = clock.GetElapsedTime(startedAt), Failure = failure };
    }
}
