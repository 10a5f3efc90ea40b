using System.Net;
using System.Text;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.DrillDowns;
using ProbeFleet.Probing.Tests.Tls;

namespace ProbeFleet.Probing.Tests.DrillDowns;

public sealed class ConnectConversationTests
{
    [Fact]
    public async Task Speak_Denied_KeepsStatusReasonAndAllowedHeaders()
    {
        var request = "";
        await using var proxy = LoopbackServer.Answering(
            "HTTP/1.1 403 Blocked by policy 7\r\nServer: squid/6.1\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nSet-Cookie: session=secret\r\n"
            + "Via: 1.1 one\r\nVia: 1.1 two\r\n\r\n<html>",
            head => request = head);

        var conversation = await SpeakAsync(new Uri($"http://127.0.0.1:{proxy.Port}"));

        Assert.Equal((403, "Blocked by policy 7"), (conversation.Status!.Value, conversation.Reason));
        Assert.Equal(
            ["server=squid/6.1", "via=1.1 one, 1.1 two", "x-squid-error=ERR_ACCESS_DENIED 0"],
            conversation.Headers.Select(header => $"{header.Key}={header.Value}").Order());
        Assert.Equal("CONNECT api.example.test:443 HTTP/1.1\r\nHost: api.example.test:443\r\n\r\n", request);
        Assert.Equal($"http://127.0.0.1:{proxy.Port}", conversation.Proxy);
    }

    [Fact]
    public async Task Speak_AuthenticationRequired_NamesSchemesOnly()
    {
        await using var proxy = LoopbackServer.Answering(
            "HTTP/1.1 407 \r\nProxy-Authenticate: Negotiate TlRMTVNTUAAC\r\n"
            + "Proxy-Authenticate: Basic realm=\"Basic corp\", Digest realm=\"x\", nonce=\"secret\"\r\n\r\n");

        var conversation = await SpeakAsync(new Uri($"http://127.0.0.1:{proxy.Port}"));

        Assert.Equal(407, conversation.Status);
        Assert.Null(conversation.Reason);
        Assert.Equal("Negotiate, Basic, Digest", conversation.Headers["proxy-authenticate"]);
    }

    [Fact]
    public async Task Speak_UserInformation_IsSentToTheProxyAndShownNowhere()
    {
        var request = "";
        var echoed = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:p@ss word"));
        await using var proxy = LoopbackServer.Answering(
            $"HTTP/1.1 403 no p@ss word for you\r\nServer: {echoed}\r\nVia: user:p%40ss%20word\r\n\r\n", head => request = head);

        var conversation = await SpeakAsync(new Uri($"http://user:p%40ss%20word@127.0.0.1:{proxy.Port}"));

        Assert.Contains($"\r\nProxy-Authorization: Basic {echoed}\r\n", request, StringComparison.Ordinal);
        var shown = $"{conversation} {string.Join(' ', conversation.Headers)}";
        Assert.DoesNotContain("p@ss", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("p%40ss", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(echoed, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n", FailureKind.InvalidResponse)]
    [InlineData("HTTP/1.1 20", FailureKind.Closed)]
    [InlineData("", FailureKind.Closed)]
    public async Task Speak_NotAnAnswer_IsAFailure(string text, FailureKind expected)
    {
        await using var proxy = LoopbackServer.Answering(text);

        var conversation = await SpeakAsync(new Uri($"http://127.0.0.1:{proxy.Port}"));

        Assert.Equal(expected, conversation.Failure!.Kind);
        Assert.Null(conversation.Status);
    }

    [Fact]
    public async Task Speak_EndlessHeaders_AreCutOff()
    {
        await using var proxy = LoopbackServer.Answering($"HTTP/1.1 200 OK\r\nServer: {new string('x', 20_000)}");

        Assert.Equal(FailureKind.InvalidResponse, (await SpeakAsync(new Uri($"http://127.0.0.1:{proxy.Port}"))).Failure!.Kind);
    }

    [Fact]
    public async Task Speak_Reset_IsReset()
    {
        await using var proxy = LoopbackServer.Resetting();

        Assert.Equal(FailureKind.Reset, (await SpeakAsync(new Uri($"http://127.0.0.1:{proxy.Port}"))).Failure!.Kind);
    }

    [Fact]
    public async Task Speak_Silence_TimesOut()
    {
        await using var proxy = LoopbackServer.Silent();

        var conversation = await SpeakAsync(new Uri($"http://127.0.0.1:{proxy.Port}"), TimeSpan.FromMilliseconds(200));

        Assert.Equal(FailureKind.TimedOut, conversation.Failure!.Kind);
    }

    [Fact]
    public async Task Speak_SecureProxyWithUntrustedCertificate_GetsNoCredential()
    {
        using var certificate = TestCertificate.Make("127.0.0.1", "CN=proxy");
        await using var proxy = LoopbackServer.Secure(certificate);

        var conversation = await SpeakAsync(new Uri($"https://user:secret@127.0.0.1:{proxy.Port}"));

        Assert.Equal(FailureKind.Certificate, conversation.Failure!.Kind);
    }

    [Fact]
    public async Task Speak_SecureUrlForAPlainProxy_IsNotTls()
    {
        await using var proxy = new LoopbackServer(async (_, stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[5], stop);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stop);
            await stream.CopyToAsync(Stream.Null, stop);
        });

        Assert.Equal(FailureKind.NotTls, (await SpeakAsync(new Uri($"https://127.0.0.1:{proxy.Port}"))).Failure!.Kind);
    }

    [Fact]
    public async Task Speak_Socks_SaysThatItIsNotSpokenTo() =>
        Assert.Contains("socks5", (await SpeakAsync(new Uri("socks5://127.0.0.1:1"))).Failure!.Detail, StringComparison.Ordinal);

    /// <summary>A name is resolved again for the conversation, and may lead elsewhere by then.</summary>
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("proxy.example.test", "127.0.0.1")]
    [InlineData("proxy.example.test", "192.0.2.1 127.0.0.1")]
    [InlineData("proxy.example.test", "127.0.0.1 192.0.2.1")]
    public async Task Speak_HostThatLeadsToARefusedAddress_IsNotConnectedTo(string host, string addresses)
    {
        await using var inside = LoopbackServer.Answering("HTTP/1.1 503 Inside\r\n\r\n<html>what only this machine may read</html>");
        var path = To(new Uri($"http://{host}:{inside.Port}")) with
        {
            ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Split(' ').Select(IPAddress.Parse)]),
            RefusalOf = endpoint => IPAddress.IsLoopback(endpoint.Address) && endpoint.Port == inside.Port ? "it leads inside" : null,
        };

        var conversation = await SpeakAsync(path);

        Assert.Equal(new StageFailure(FailureKind.TargetNotAllowed, "it leads inside"), conversation.Failure);
        Assert.Null(conversation.Page);
        Assert.Empty(inside.Connections);
    }

    [Fact]
    public async Task Speak_FirstAddressRefusesTheConnection_TheNextIsTried()
    {
        await using var proxy = LoopbackServer.Answering("HTTP/1.1 403 No\r\n\r\n");
        var path = To(new Uri($"http://proxy.example.test:{proxy.Port}")) with
        {
            ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]),
        };

        Assert.Equal(403, (await SpeakAsync(path)).Status);
    }

    private static Task<ProxyConversation> SpeakAsync(Uri proxy, TimeSpan? budget = null) => SpeakAsync(To(proxy), budget);

    private static Task<ProxyConversation> SpeakAsync(PathPlan path, TimeSpan? budget = null) =>
        new ConnectConversation(TimeProvider.System, path, Sanitizer.PatternsOnly)
            .SpeakAsync(budget ?? TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    private static PathPlan To(Uri proxy) =>
        new() { Target = new Uri("https://api.example.test"), ProxyDecision = new(proxy, "configuration") };
}
