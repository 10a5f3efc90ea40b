using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.Tests.DrillDowns;

namespace ProbeFleet.Probing.Tests.Requests;

public sealed class PreflightProbeTests
{
    [Fact]
    public async Task Send_Answer_IsReadAndTheRequestIsABrowsersOwn()
    {
        var request = "";
        await using var server = LoopbackServer.Answering(
            "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: Authorization, Content-Type\r\n"
            + "Access-Control-Allow-Headers: X-One\r\nAccess-Control-Allow-Methods: GET,POST\r\nConnection: close\r\n\r\n",
            head => request = head);

        var evidence = await SendAsync(server.Port);

        Assert.Equal(204, evidence.Status);
        Assert.Equal("*", evidence.AllowOrigin);
        Assert.Equal(["Authorization", "Content-Type", "X-One"], evidence.AllowHeaders);
        Assert.Equal(["GET", "POST"], evidence.AllowMethods);
        Assert.Null(evidence.Failure);
        Assert.StartsWith("OPTIONS /v1/chat/completions HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nOrigin: https://app.example\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Request-Method: POST\r\n", request, StringComparison.Ordinal);
        Assert.Contains(
            "\r\nAccess-Control-Request-Headers: authorization,content-type,x-stainless-arch,x-stainless-lang,x-stainless-os,"
            + "x-stainless-package-version,x-stainless-retry-count,x-stainless-runtime,x-stainless-runtime-version,x-stainless-timeout\r\n",
            request, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nAuthorization:", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Send_PlainRefusal_HasNoAllowance()
    {
        await using var server = LoopbackServer.Answering(
            "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var evidence = await SendAsync(server.Port);

        Assert.Equal(405, evidence.Status);
        Assert.Null(evidence.AllowOrigin);
        Assert.Empty(evidence.AllowHeaders);
    }

    [Fact]
    public async Task Send_NoServer_IsAFailure()
    {
        using var closed = new ClosedPort();

        var evidence = await SendAsync(closed.Number);

        Assert.Equal(FailureKind.Refused, evidence.Failure!.Kind);
        Assert.Null(evidence.Status);
    }

    [Fact]
    public async Task Send_ClosedWithoutAnswer_IsAFailure()
    {
        await using var server = LoopbackServer.Answering("");

        Assert.Equal(FailureKind.Closed, (await SendAsync(server.Port)).Failure!.Kind);
    }

    private static async Task<PreflightEvidence> SendAsync(int port)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        return await PreflightProbe.SendAsync(
            client,
            new Uri($"http://127.0.0.1:{port}/v1/chat/completions"),
            new Uri("https://app.example/page?x=1"),
            ["Authorization"],
            TestContext.Current.CancellationToken);
    }
}
