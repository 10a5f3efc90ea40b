using System.Net.Security;
using System.Text;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>
/// Speaks CONNECT to an <c>http</c> or <c>https</c> proxy itself, because .NET keeps nothing of the proxy's answer but its status.
/// The only credential it can send is the proxy URL's own, and only to that proxy.
/// </summary>
/// <param name="path">The path through the proxy, whose URL perhaps has user information.</param>
internal sealed class ConnectConversation(TimeProvider clock, PathPlan path, Sanitizer sanitizer)
{
    private const int MaxHead = 16 * 1024;
    private const int MaxPage = 8 * 1024;

    // The page comes with the head, so it is not awaited for long.
    private static readonly TimeSpan PageWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Opens a tunnel and closes it again.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ProxyConversation> SpeakAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        using var tunnel = await OpenAsync(budget, cancellationToken).ConfigureAwait(false);
        return tunnel.Conversation;
    }

    /// <summary>Asks for a tunnel and keeps it.</summary>
    /// <param name="budget">The most time for all of it.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ProxyTunnel> OpenAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var proxy = path.FirstHop;
        var conversation = new ProxyConversation { Proxy = ProxyUrl.Show(proxy) };
        if (proxy.Scheme is not ("http" or "https"))
        {
            StageFailure unspoken = new(FailureKind.Unclassified, $"a {proxy.Scheme} proxy is not spoken to directly");
            return new(conversation with { Failure = unspoken }, null);
        }

        using var limit = new TimeLimit(budget, clock, cancellationToken);
        Stream? stream = null;
        try
        {
            stream = await CheckedConnection.OpenAsync(path, proxy.IdnHost, proxy.Port, limit.Token).ConfigureAwait(false);
            if (proxy.Scheme == Uri.UriSchemeHttps)
            {
                // Its certificate is validated as .NET does: the proxy's credential must not go to an impostor.
                var secure = new SslStream(stream);
                stream = secure;
                var policy = PeerChainPolicy.Create();
                SslClientAuthenticationOptions options = new() { TargetHost = proxy.IdnHost, CertificateChainPolicy = policy };
                await secure.AuthenticateAsClientAsync(options, limit.Token).ConfigureAwait(false);
            }

            await stream.WriteAsync(Request(proxy, path.Target), limit.Token).ConfigureAwait(false);
            var (head, rest) = await ReadHeadAsync(stream, limit.Token).ConfigureAwait(false);
            IReadOnlyList<Sanitizer> sanitizers = [OwnSecrets(proxy), sanitizer];
            var answer = ConnectAnswer.Read(head, sanitizers);
            conversation = conversation with { Status = answer.Status, Reason = answer.Reason, Headers = answer.Headers };
            if (answer.Status is >= 200 and < 300)
            {
                return new(conversation, Interlocked.Exchange(ref stream, null));
            }

            var page = await ReadPageAsync(stream, rest, limit.Token).ConfigureAwait(false);
            conversation = conversation with { Page = ConnectAnswer.ReadPage(page, answer, sanitizers) };
        }
        catch (Exception exception) when (FailureClassifier.IsExpected(exception, cancellationToken))
        {
            conversation = conversation with { Failure = FailureClassifier.OfConnection(exception, budget) };
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }

        return new(conversation, null);
    }

    private static byte[] Request(Uri proxy, Uri target)
    {
        var host = target.HostNameType is UriHostNameType.IPv6 ? $"[{target.IdnHost}]" : target.IdnHost;
        var authority = $"{host}:{target.Port}";
        var authorization = proxy.UserInfo is "" ? "" : $"Proxy-Authorization: Basic {Basic(proxy)}\r\n";
        return Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{authorization}\r\n");
    }

    private static string Basic(Uri proxy)
    {
        var userInformation = Uri.UnescapeDataString(proxy.UserInfo);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(
            userInformation.Contains(':', StringComparison.Ordinal) ? userInformation : userInformation + ":"));
    }

    private static Sanitizer OwnSecrets(Uri proxy) =>
        proxy.UserInfo is "" ? Sanitizer.PatternsOnly : new([.. ProxySecrets.In(proxy), Basic(proxy)]);

    /// <summary>Reads the body of a refusal until the proxy closes, pauses or has sent enough.</summary>
    private async Task<string> ReadPageAsync(Stream stream, byte[] rest, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxPage];
        var length = Math.Min(rest.Length, MaxPage);
        rest.AsSpan(0, length).CopyTo(buffer);
        using var limit = new TimeLimit(PageWait, clock, cancellationToken);
        try
        {
            while (length < MaxPage && buffer.AsSpan(0, length).IndexOf("</html>"u8) < 0
                && await stream.ReadAsync(buffer.AsMemory(length), limit.Token).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception error) when (error is IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What was read is enough.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static async Task<(string Head, byte[] More)> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxHead];
        for (var length = 0; length < MaxHead;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                return (Encoding.Latin1.GetString(buffer, 0, end), buffer[(end + 4)..length]);
            }
        }

        throw new FormatException($"the answer's head is longer than {MaxHead} bytes");
    }
}

/// <summary>A proxy's answer, with the tunnel if it opened one.</summary>
internal sealed record ProxyTunnel(ProxyConversation Conversation, Stream? Stream) : IDisposable
{
    public void Dispose() => Stream?.Dispose();
}
