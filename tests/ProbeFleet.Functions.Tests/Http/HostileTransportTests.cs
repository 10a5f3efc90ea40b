using System.Net.Sockets;
using System.Text;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Functions.Tests.Http;

/// <summary>
/// Headers, targets and bytes that point elsewhere: a vantage contacts its configured routes and nothing else, whatever a call says.
/// </summary>
public sealed class HostileTransportTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host", "127.0.0.1:{port}")]
    [InlineData("X-Forwarded-Host", "127.0.0.1:{port}")]
    [InlineData("X-Forwarded-For", "127.0.0.1:{port}")]
    [InlineData("X-Forwarded-Proto", "http://127.0.0.1:{port}")]
    [InlineData("Forwarded", "host=127.0.0.1:{port};proto=http")]
    [InlineData("X-Original-URL", "http://127.0.0.1:{port}/v1")]
    [InlineData("X-Rewrite-URL", "http://127.0.0.1:{port}/v1")]
    [InlineData("X-HTTP-Method-Override", "CONNECT")]
    [InlineData("Proxy", "http://127.0.0.1:{port}")]
    [InlineData("HTTPS_PROXY", "http://127.0.0.1:{port}")]
    [InlineData("Origin", "http://127.0.0.1:{port}")]
    [InlineData("Referer", "http://127.0.0.1:{port}/")]
    [InlineData("Destination", "http://127.0.0.1:{port}/v1")]
    [InlineData("X-Base-Url", "http://127.0.0.1:{port}/v1")]
    [InlineData("OpenAI-Organization", "http://127.0.0.1:{port}")]
    [InlineData("traceparent", "http://127.0.0.1:{port}")]
    [InlineData("Authorization", "Bearer sk-somebody-elses-000000000000")]
    public async Task PostProbes_HostileHeader_ProbesTheConfiguredRouteAlone(string header, string value)
    {
        await using var trap = FaultServer.Start(Misbehave.Healthy);
        var before = fixture.Api.Requests.Count;
        const string Body = """{"routes":["a"],"depth":"path"}""";
        var aimed = value.Replace("{port}", $"{trap.Endpoint.Port}", StringComparison.Ordinal);
        var host = header == "Host" ? "" : "Host: localhost\r\n";

        var answer = await SendAsync(
            $"POST /api/probes HTTP/1.1\r\n{header}: {aimed}\r\n{host}x-functions-key: {VantageApp.Key}\r\n"
            + $"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Empty(trap.Connections);
        var reached = fixture.Api.Requests.Skip(before).ToList();
        Assert.NotEmpty(reached);
        Assert.All(reached, request => Assert.DoesNotContain(
            header, request.HeaderNames.Except(["Host", "Authorization"]), StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:{port}/v1/models")]
    [InlineData("POST http://127.0.0.1:{port}/api/probes")]
    [InlineData("CONNECT 127.0.0.1:{port}")]
    [InlineData("GET //127.0.0.1:{port}/api/health")]
    [InlineData("GET /api/probes/requests/http:%2F%2F127.0.0.1:{port}")]
    [InlineData("GET /api/probes/requests/..%2f..%2fhealth")]
    [InlineData("GET /api/probes/%2e%2e/config")]
    [InlineData("GET /api/..;/admin/functions/ProbeOnSchedule")]
    [InlineData("POST /admin/functions/http:%2F%2F127.0.0.1:{port}")]
    [InlineData("POST /admin/functions/..%2f..%2fapi%2fprobes")]
    [InlineData("GET /api/probes?route=a&baseUrl=http://127.0.0.1:{port}")]
    [InlineData("GET /api/probes?after=http://127.0.0.1:{port}")]
    [InlineData("GET /api/fleet?url=http://127.0.0.1:{port}")]
    [InlineData("GET /api/fleet%00")]
    [InlineData("GET /api/%c0%ae%c0%ae/fleet")]
    [InlineData("TRACE /api/fleet")]
    [InlineData("OPTIONS *")]
    [InlineData("PROPFIND /api/config")]
    [InlineData("DELETE /api/config")]
    public async Task Target_PointingElsewhere_IsNoServerErrorAndContactsNothing(string target)
    {
        await using var trap = FaultServer.Start(Misbehave.Healthy);
        var before = fixture.Api.Requests.Count;
        var aimed = target.Replace("{port}", $"{trap.Endpoint.Port}", StringComparison.Ordinal);

        var answer = await SendAsync(
            $"{aimed} HTTP/1.1\r\nHost: localhost\r\nx-functions-key: {VantageApp.Key}\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 [234]", answer);
        Assert.Empty(trap.Connections);
        Assert.Equal(before, fixture.Api.Requests.Count);
    }

    [Fact]
    public async Task Bytes_FourHundredBrokenRequests_NoneIsAServerErrorAndTheAppLives()
    {
        await using var trap = FaultServer.Start(Misbehave.Healthy);
        var random = new Random(2026);
        var good = Encoding.ASCII.GetBytes(
            $"GET /api/probes?vantage=lab&route=a&top=10 HTTP/1.1\r\nHost: 127.0.0.1:{trap.Endpoint.Port}\r\n"
            + $"x-functions-key: {VantageApp.Key}\r\nAccept: */*\r\nConnection: close\r\n\r\n");
        for (var number = 0; number < 400; number++)
        {
            var request = good.ToArray();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                request[random.Next(request.Length - 4)] = (byte)random.Next(256);
            }

            var answer = await SendAsync(Encoding.Latin1.GetString(request));

            // 505 is the right answer to a version that HTTP does not have.
            var isServerError = answer.StartsWith("HTTP/1.1 50", StringComparison.Ordinal)
                && !answer.Contains(" 505 ", StringComparison.Ordinal);
            Assert.False(isServerError, $"{answer}\n{Convert.ToHexString(request)}");
        }

        Assert.Empty(trap.Connections);
        Assert.Equal(HttpStatusCode.OK, (await fixture.App.Client.GetAsync("/api/health", Stop)).StatusCode);
    }

    /// <summary>Sends bytes as they are, and reads the status line; empty when the app closed without one.</summary>
    private async Task<string> SendAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, fixture.App.Client.BaseAddress!.Port, Stop);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadLineAsync(Stop) ?? "";
    }
}
