using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Connections;

/// <summary>
/// Makes one attempt's own <see cref="SocketsHttpHandler"/>, whose callbacks do what the handler itself would do (resolve,
/// try each address in order, one after the other, no Happy Eyeballs) and record each step.
/// </summary>
internal sealed class RouteConnector(TimeProvider clock, StageRecorder recorder, AttemptFacts facts, PathPlan path) : IDisposable
{
    private readonly ConcurrentBag<Socket> _sockets = [];
    private bool _isSealed;
    private Task _connecting = Task.CompletedTask;
    private TunnelObserver? _tunnel;

    /// <summary>The last connection; null before the first.</summary>
    public WatchedConnection? Connection { get; private set; }

    public bool IsHttp2 { get; private set; }

    /// <summary>Creates the handler: a fresh connection, no redirects, no cookies and no trace header.</summary>
    /// <param name="keepsConnection">Whether the connection is kept after its first answer, however long it is idle.</param>
    public SocketsHttpHandler CreateHandler(CertificateMemory certificates, bool keepsConnection) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = keepsConnection ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,

        // A connection requested for HTTP/2 that fell back to HTTP/1.1 would be raced by another one.
        MaxConnectionsPerServer = 1,
        UseProxy = path.WebProxy is not null,
        Proxy = path.WebProxy,
        ConnectCallback = (context, cancellationToken) =>
        {
            var connecting = ConnectAsync(context, cancellationToken);
            _connecting = connecting;
            return new(connecting);
        },
        PlaintextStreamFilter = FilterAsync,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = PeerChainPolicy.Create(path.Roots),

            // A resumed session would show the certificate of an earlier handshake.
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                var seen = SecureFactsReader.FromCallback(certificate, chain, errors, certificates);
                // Until the tunnel is open, the certificate is that of an https:// proxy.
                if (path.ProxyIsSecure && recorder.Open is Stage.Tunnel)
                {
                    facts.Tunnel = facts.Tunnel! with { Tls = seen };
                }
                else
                {
                    facts.Secure = seen;
                }

                return errors is SslPolicyErrors.None;
            },
            LocalCertificateSelectionCallback = (_, _, _, remote, issuers) =>
            {
                // Called once before the handshake, and again when the server asks.
                facts.ClientCertificateRequested |= remote is not null || issuers.Length > 0;
                return null!;
            },
        },
    };

    /// <summary>Allows no further connection: the next request uses the existing one, or fails.</summary>
    public void Seal() => _isSealed = true;

    /// <summary>
    /// Completes with the last connect: a cancelled call returns before its connect has recorded which address did not answer.
    /// </summary>
    public async Task WhenIdleAsync() => await _connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Resolves and connects to the route's host or to its proxy.</summary>
    private async Task<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (_isSealed)
        {
            throw new IOException("The connection is gone, and no other one is to be made.");
        }

        if (path is { Tunnels: true, IsSocks: false } && recorder.Open is Stage.Tunnel && facts.Tunnel is { Status: null })
        {
            // The handler would ask a proxy that ended the connection instead of answering CONNECT 16 times in all.
            throw new HttpIOException(HttpRequestError.ResponseEnded);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, recorder.Token);
        facts.Connections++;
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, either.Token).ConfigureAwait(false);
        recorder.Begin(Stage.Connect);
        Refuse(addresses, context.DnsEndPoint.Port);
        var socket = await ConnectAsync(addresses, context.DnsEndPoint.Port, either.Token).ConfigureAwait(false);
        _sockets.Add(socket);
        recorder.Pass(Stage.Connect);
        Connection = new WatchedConnection(socket, clock);
        recorder.StreamFallsSilent = Connection.AskPeer;
        recorder.SilenceIsOver = Connection.StopAsking;
        recorder.StreamStaysSilent = () => facts.PeerAnswered = Connection.HasPeerAnswered();
        return AfterConnect(Connection);
    }

    /// <summary>Called when the plain text of a hop begins: CONNECT's own hop, and the exchange.</summary>
    private ValueTask<Stream> FilterAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        var atProxy = path.HasTunnelStage && recorder.Open is not Stage.Secure && recorder.EndOf(Stage.Tunnel) is null;
        if (atProxy && path.ProxyIsSecure && context.PlaintextStream is SslStream proxyTls)
        {
            facts.Tunnel = facts.Tunnel! with { Tls = SecureFactsReader.FromStream(proxyTls, facts.Tunnel.Tls) };
        }

        if (atProxy && path.Tunnels && !path.IsSocks)
        {
            return new(ObserveTunnel(context.PlaintextStream));
        }

        if (atProxy)
        {
            _tunnel?.Stand();
            recorder.Pass(Stage.Tunnel);
        }

        if (path.IsSecure)
        {
            if (context.PlaintextStream is SslStream tls)
            {
                var secure = SecureFactsReader.FromStream(tls, facts.Secure);
                facts.Secure = secure with { Alpn = facts.Alpn ??= secure.Alpn };
            }

            recorder.Pass(Stage.Secure);
        }

        // After such a frame the handler may connect again, and what fails there is not that frame's doing.
        (facts.EarlierHttp2End, facts.Http2End) = (facts.Http2End ?? facts.EarlierHttp2End, null);
        recorder.Begin(Stage.Send);
        IsHttp2 = context.NegotiatedHttpVersion.Major == 2;
        IStreamObserver observer = IsHttp2 ? new Http2Observer(recorder, facts) : new ExchangeObserver(recorder, facts);
        return new(new ObservedStream(context.PlaintextStream, observer));
    }

    /// <summary>
    /// Closes every connection: disposing the handler does not end an abandoned TLS handshake or CONNECT, and a silent peer would keep its
    /// socket for good.
    /// </summary>
    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private Stream AfterConnect(Stream stream)
    {
        if (path.IsSocks)
        {
            return ObserveTunnel(stream);
        }

        if (path.ProxyIsSecure)
        {
            recorder.Begin(Stage.Tunnel);
            facts.ProxyTransport = new();
            return new ObservedStream(stream, facts.ProxyTransport);
        }

        if (path.Tunnels || !path.IsSecure)
        {
            return stream;
        }

        recorder.Begin(Stage.Secure);
        facts.Transport = new();
        return new ObservedStream(stream, facts.Transport);
    }

    // The TLS of an https:// proxy has already begun the stage: both share one budget.
    private ObservedStream ObserveTunnel(Stream stream)
    {
        if (recorder.Open is not Stage.Tunnel)
        {
            recorder.Begin(Stage.Tunnel);
        }

        _tunnel = new TunnelObserver(recorder, facts, path.IsSocks);
        return new ObservedStream(stream, _tunnel);
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            recorder.Skip(Stage.Resolve, path.Proxy is null ? "the host is an IP address" : "the proxy's host is an IP address");
            return [literal];
        }

        recorder.Begin(Stage.Resolve);
        facts.Resolve = new ResolveFacts { Host = host, IsProxy = path.Proxy is not null, Resolvers = path.Resolvers };
        try
        {
            var addresses = await path.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
            facts.Resolve = facts.Resolve with { Addresses = [.. addresses.Select(address => address.ToString())] };
            IPAddress[] usable = [.. addresses.Where(address => path.Family is null || address.AddressFamily == path.Family)];
            if (usable is [] && addresses is not [])
            {
                throw new SocketException((int)SocketError.NoData);
            }

            recorder.Pass(Stage.Resolve);
            return usable;
        }
        catch (SocketException error)
        {
            recorder.Fail(Stage.Resolve, FailureClassifier.OfSocket(error.SocketErrorCode));
            throw;
        }
    }

    /// <summary>One refused address is enough: a name that resolves once to it and once to another is not to be trusted.</summary>
    private void Refuse(IEnumerable<IPAddress> addresses, int port)
    {
        if (addresses.Select(address => path.RefusalOf(new(address, port))).OfType<string>().FirstOrDefault() is { } refusal)
        {
            recorder.Fail(Stage.Connect, new(FailureKind.TargetNotAllowed, refusal));
            throw new SocketException((int)SocketError.AccessDenied, refusal);
        }
    }

    private async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        List<AddressAttempt> attempts = [];
        SocketException? last = null;
        foreach (var address in addresses.Where(IsUsable))
        {
            var endpoint = new IPEndPoint(address, port);
            var began = clock.GetTimestamp();
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
                attempts.Add(new() { Endpoint = endpoint.ToString(), Duration = clock.GetElapsedTime(began) });
                Note(attempts, socket);
                return socket;
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                var failure = error is SocketException { SocketErrorCode: not SocketError.OperationAborted } refused
                    ? FailureClassifier.OfSocket(refused.SocketErrorCode)
                    : new(FailureKind.TimedOut, "no answer to SYN within the connect budget");
                attempts.Add(new() { Endpoint = endpoint.ToString(), Duration = clock.GetElapsedTime(began), Failure = failure });
                Note(attempts, null);
                cancellationToken.ThrowIfCancellationRequested();
                last = error as SocketException;
            }
        }

        last ??= new SocketException((int)SocketError.NetworkUnreachable);
        recorder.Fail(Stage.Connect, FailureClassifier.OfSocket(last.SocketErrorCode));
        throw last;
    }

    private void Note(List<AddressAttempt> attempts, Socket? connected) => facts.Connect = new ConnectFacts
    {
        Attempts = [.. attempts],
        Remote = connected?.RemoteEndPoint?.ToString(),
        Local = connected?.LocalEndPoint?.ToString(),
        Connections = facts.Connections > 1 ? facts.Connections : null,
    };

    private static bool IsUsable(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork || Socket.OSSupportsIPv6;
}
