using System.Net;

namespace ProbeFleet.SelfHost.Tests;

public sealed class HttpFunctionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_WithThePrincipalThatAppServiceWouldName_ReachesTheFunctionWithoutIt()
    {
        await using var host = await SampleHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/Headers");
        request.Headers.TryAddWithoutValidation("x-ms-client-principal-id", "forged");
        request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL", "e30=");
        request.Headers.TryAddWithoutValidation("X-Other", "kept");

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("Host X-Other", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Route_WithParameter_ReachesTheFunction()
    {
        await using var host = await SampleHost.StartAsync();

        using var answer = await host.GetAsync($"/echo/w%C3%B6rd?code={SampleHost.Key}");
        using var otherRoute = await host.GetAsync($"/api/echo/word?code={SampleHost.Key}");
        using var otherMethod = await host.Client.DeleteAsync($"/echo/word?code={SampleHost.Key}", Cancellation);

        Assert.Equal("""{"word":"wörd","method":"GET"}""", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (otherRoute.StatusCode, otherMethod.StatusCode));
    }

    [Theory]
    [InlineData("", null, HttpStatusCode.Unauthorized)]
    [InlineData("?code=", null, HttpStatusCode.Unauthorized)]
    [InlineData("?code=wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("?code=sample-function-key-of-more-than-32%20", null, HttpStatusCode.Unauthorized)]
    [InlineData("?code=sample-function-key-of-more-than-32&code=wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("?code=sample-function-key-of-more-than-32", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("", "SAMPLE-FUNCTION-KEY-OF-MORE-THAN-32", HttpStatusCode.Unauthorized)]
    [InlineData("", SampleHost.Key, HttpStatusCode.OK)]
    [InlineData("?code=wrong", SampleHost.Key, HttpStatusCode.OK)]
    [InlineData("?code=sample-function-key-of-more-than-32", null, HttpStatusCode.OK)]
    [InlineData("?code=second-function-key-of-more-than-32", null, HttpStatusCode.OK)]
    public async Task Call_NeedsAKeyThatIsKnown(string query, string? header, HttpStatusCode status)
    {
        await using var host = await SampleHost.StartAsync(
            "--Host:FunctionKeys:default", SampleHost.Key, "--Host:FunctionKeys:probe-next", "second-function-key-of-more-than-32",
            "--Host:FunctionKeys:read", "");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/echo/word{query}");
        if (header is not null)
        {
            request.Headers.Add("x-functions-key", header);
        }

        using var answer = await host.Client.SendAsync(request, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain(host.Log.All, line => line.Contains(SampleHost.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_WhenNoKeyIsSet_Is401AndTheLogSaysWhatToSet()
    {
        await using var host = await SampleHost.StartAsync("--Host:FunctionKeys:default", "");

        using var answer = await host.GetAsync("/echo/word?code=");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(host.Log.All, line => line.Contains("Host__FunctionKeys__admin", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("admin", "a-key-of-thirty-one-characters.", "Host:FunctionKeys:admin has 31 characters")]
    [InlineData("ops", "a-key-of-more-than-thirty-two-characters", "Host:FunctionKeys:ops: the name says what a key may do")]
    [InlineData("reader", "a-key-of-more-than-thirty-two-characters", "Host:FunctionKeys:reader: the name says what a key may do")]
    [InlineData("default-2", "a-key-of-more-than-thirty-two-characters", "Host:FunctionKeys:default-2: the name says what a key may do")]
    public void Key_ShortOrOfNoRole_EndsTheStartWithItsNameAndWithoutTheKey(string name, string key, string problem)
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => SampleHost.Build($"--Host:FunctionKeys:{name}", key, "--Host:FunctionKeys:read", "k1"));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("Host:FunctionKeys:read has 2 characters", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WhenAuthenticationIsOff_NeedsNoKey()
    {
        await using var host = await SampleHost.StartAsync("--Host:Authentication", "off");

        using var answer = await host.GetAsync("/echo/word");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task AnonymousFunction_NeedsNoKeyAndChoosesItsAnswer()
    {
        await using var host = await SampleHost.StartAsync();

        using var health = await host.GetAsync("/Health");
        using var written = await host.GetAsync("/");

        Assert.Equal((503, "/Health"), ((int)health.StatusCode, await health.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal("written", await written.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task FailedFunction_Is500WithNothingInsideOut()
    {
        await using var host = await SampleHost.StartAsync();

        using var answer = await host.GetAsync("/Fail");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains(host.Log.All, line => line.StartsWith("Error: Function Fail failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_CancelsRunningFunctions()
    {
        await using var host = await SampleHost.StartAsync();
        var hanging = host.GetAsync("/Hang");
        await host.Runs.Started.Reader.ReadAsync(Cancellation);

        await host.StopAsync();

        using var answer = await hanging;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public void RoutePrefix_InHostJson_EndsTheStart()
    {
        var folder = Directory.CreateTempSubdirectory("probefleet-prefix-");
        try
        {
            var file = Path.Combine(folder.FullName, "host.json");
            File.WriteAllText(file, """{ "version": "2.0", "extensions": { "http": { "routePrefix": "fleet" } } }""");

            var refusal = Assert.Throws<InvalidOperationException>(
                () => FunctionHost.CreateBuilder([], typeof(SampleFunctions).Assembly, folder.FullName));

            Assert.StartsWith($"{file} sets extensions.http.routePrefix: make it \"\"", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task LocalSettings_BecomeSettings()
    {
        await using var host = await SampleHost.StartAsync();

        Assert.Equal("read from local.settings.json", host.Settings["SampleFromFile"]);
    }
}
