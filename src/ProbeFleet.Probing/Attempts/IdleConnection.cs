using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Deadlines;

namespace ProbeFleet.Probing.Attempts;

/// <summary>
/// Leaves a connection idle after its first answer, as a client's pool does, and then sends the same request on it again.
/// </summary>
internal sealed class IdleConnection(TimeProvider clock, RouteConnector connector, HttpMessageHandler handler, Version version)
{
    /// <summary>
    /// Waits, asks, and says what became of the connection; null when this end could not use it again, such as one on which the first
    /// answer's body did not end.
    /// </summary>
    /// <param name="budget">How long the second answer's headers may take: a dropped connection never answers.</param>
    /// <exception cref="OperationCanceledException">The caller stopped it.</exception>
    public async Task<IdleWait?> TryAsync(
        TimeSpan wait, TimeSpan budget, Func<HttpClient, CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        var connection = connector.Connection!;
        connector.Seal();
        var began = clock.GetTimestamp();
        await LeaveIdleAsync(connection, wait, cancellationToken).ConfigureAwait(false);
        if (connection.Ended.IsCompleted)
        {
            return IsOfThisEnd(connection)
                ? null
                : Told(wait, connection.Ending ?? IdleSign.Closed, clock.GetElapsedTime(began));
        }

        return await AskAgainAsync(connection, wait, budget, ask, cancellationToken).ConfigureAwait(false);
    }

    private async Task LeaveIdleAsync(WatchedConnection connection, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // An HTTP/2 connection is read from all the time, so its end is seen without watching.
        var watching = connector.IsHttp2 ? Task.CompletedTask : connection.WatchAsync(over.Token);
        await Task.WhenAny(connection.Ended, Task.Delay(wait, clock, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<IdleWait?> AskAgainAsync(
        WatchedConnection connection, TimeSpan wait, TimeSpan budget, Func<HttpClient, CancellationToken, Task> ask,
        CancellationToken cancellationToken)
    {
        var (sent, received, began) = (connection.Sent, connection.Received, clock.GetTimestamp());
        using var limit = new TimeLimit(budget, clock, cancellationToken);
        var second = new SecondAnswer(handler, version);
        using var http = new HttpClient(second, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            await ask(http, limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the client throws, what the connection saw decides.
        }

        cancellationToken.ThrowIfCancellationRequested();
        var took = clock.GetElapsedTime(began);
        return second.Status is not null || (connection.Ending is null && connection.Received > received)
            ? new() { Wait = wait, End = IdleEnd.Kept, SecondRequest = took, Status = second.Status }
            : connection.Sent == sent && IsOfThisEnd(connection) ? null
            : connection.Ending is IdleSign.Closed || connection.Sent == sent
                ? Told(wait, IdleSign.Closed, wait)
                : new() { Wait = wait, End = IdleEnd.Dropped, Sign = connection.Ending ?? IdleSign.NoAnswer, SecondRequest = took };
    }

    /// <summary>Whether this end closed it. An HTTP/2 client itself closes what the other end says goodbye to.</summary>
    private bool IsOfThisEnd(WatchedConnection connection) => connection.Ending is null && !connector.IsHttp2;

    private static IdleWait Told(TimeSpan wait, IdleSign sign, TimeSpan after) =>
        new() { Wait = wait, End = IdleEnd.Told, Sign = sign, EndedAfter = after };

    /// <summary>Lends the handler, which stays the first request's: it is not disposed of here.</summary>
    private sealed class SecondAnswer(HttpMessageHandler handler, Version version) : DelegatingHandler(handler)
    {
        public int? Status { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Version = version;
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Status = (int)response.StatusCode;
            return response;
        }
    }
}
