using ProbeFleet.Probing.StatusPages;
using ProbeFleet.Probing.Tests.DrillDowns;

namespace ProbeFleet.Probing.Tests.StatusPages;

public sealed class StatusPageReaderTests
{
    private const string Summary = """
        {"page":{"id":"01JM","name":"OpenAI"},"status":{"indicator":"major","description":"Partial outage"},
         "components":[{"id":"1","name":"Chat Completions","status":"partial_outage"},{"id":"2","name":"Files","status":"operational"},
                       {"id":"3","name":"Responses","status":"full_outage"},{"id":"4","name":"Batch","status":"major_outage"},{"id":"5"},7],
         "incidents":[{"name":"Elevated errors mail ops@example.test","status":"investigating"},{"name":"Old","status":"resolved"}]}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_OpenAITrouble_ListsWhatIsNotOperational()
    {
        var reading = await ReadAsync(_ => Ok("application/json; charset=utf-8", Summary), RouteKind.OpenAI);

        Assert.Equal("major", reading!.Indicator);
        Assert.Equal(["Chat Completions: partial_outage", "Responses: full_outage", "Batch: major_outage"], reading.Affected!.Take(3));
        Assert.Equal(4, reading.Affected!.Count);
        Assert.DoesNotContain("green", reading.Note, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Read_HalfOfASurrogatePair_IsReadWithAReplacement()
    {
        var reading = await ReadAsync(
            _ => Ok("application/json",
                """{"status":{"indicator":"minor"},"components":[{"name":"Cut \ud83d","status":"partial_outage"}]}"""),
            RouteKind.OpenAI);

        Assert.Equal(("minor", "Cut \uFFFD: partial_outage"), (reading!.Indicator, Assert.Single(reading.Affected!)));
    }

    [Fact]
    public async Task Read_OpenAIGreenWithoutIncidents_DoesNotClearTheRoute()
    {
        var reading = await ReadAsync(
            _ => Ok("application/json", """{"status":{"indicator":"none"},"components":[{"name":"Files","status":"operational"}]}"""),
            RouteKind.OpenAI);

        Assert.Equal("none", reading!.Indicator);
        Assert.Null(reading.Affected);
        Assert.Equal("A green page does not clear this route.", reading.Note);
    }

    [Fact]
    public async Task Read_SummaryIsGone_TakesTheStatus()
    {
        var reading = await ReadAsync(
            path => path.EndsWith("status.json", StringComparison.Ordinal)
                ? Ok("application/json", """{"status":{"indicator":"minor"}}""")
                : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            RouteKind.OpenAI);

        Assert.Equal("minor", reading!.Indicator);
    }

    [Theory]
    [InlineData("html", "not json")]
    [InlineData("redirect", "status 301")]
    [InlineData("malformed", "an unknown shape")]
    [InlineData("other-shape", "an unknown shape")]
    [InlineData("array", "an unknown shape")]
    [InlineData("oversized", "too large")]
    [InlineData("broken-off", "the body broke off")]
    [InlineData("nothing", "ResponseEnded")]
    public async Task Read_AnythingElse_IsUnreadableAndSaysWhy(string fault, string why)
    {
        var reading = await ReadAsync(
            _ => fault switch
            {
                "html" => Ok("text/html", "<html>moved</html>"),
                "redirect" => "HTTP/1.1 301 Moved\r\nLocation: /new\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                "malformed" => Ok("application/json", """{"status":{"indicator":"""),
                "other-shape" => Ok("application/json", """{"status":"fine"}"""),
                "array" => Ok("application/json", "[1]"),
                "oversized" => Ok("application/json",
                    $"{{\"status\":{{\"indicator\":\"none\"}},\"x\":\"{new string('x', 1024 * 1024)}\"}}"),
                "broken-off" => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{",
                _ => "",
            },
            RouteKind.OpenAI);

        Assert.Equal("unreadable", reading!.Indicator);
        Assert.Equal($"The page could not be read ({why}). This says nothing of the route.", reading.Note);
    }

    [Fact]
    public async Task Read_Silence_EndsWithTheTimeout()
    {
        await using var server = LoopbackServer.Silent();

        var reading = await ReadAsync(server, RouteKind.OpenAI).WaitAsync(TimeSpan.FromMinutes(2), Stop);

        Assert.Contains("no answer in time", reading!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CallerCancels_Ends()
    {
        await using var server = LoopbackServer.Silent();
        using var client = Client();
        using var cancelled = new CancellationTokenSource();
        var reading = Reader().ReadAsync(client, RouteKind.OpenAI, PageOn(server), cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Theory]
    [InlineData("", "none", null)]
    [InlineData("<item><title>Storage - West Europe</title><description>Storage only</description></item>", "none", null)]
    [InlineData("<item><title>Azure OpenAI - Sweden Central</title></item>", "major", "Azure OpenAI - Sweden Central")]
    [InlineData("<item><description>&lt;p&gt;Azure AI Foundry&lt;/p&gt;</description></item>", "major", "(an item without a title)")]
    public async Task Read_AzureFeed_ListsOnlyWhatMentionsTheAiServices(string items, string indicator, string? affected)
    {
        var reading = await ReadAsync(
            _ => Ok("application/rss+xml",
                $"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Azure Status</title>{items}</channel></rss>"),
            RouteKind.AzureOpenAI);

        Assert.Equal(indicator, reading!.Indicator);
        Assert.Equal(affected, reading.Affected?.Single());
    }

    [Fact]
    public async Task Read_AzureFeedWithADocumentType_IsUnreadable()
    {
        const string bomb = "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">]><rss><channel><title>&a;</title></channel></rss>";

        Assert.Equal("unreadable", (await ReadAsync(_ => Ok("text/xml", bomb), RouteKind.AzureOpenAI))!.Indicator);
    }

    [Fact]
    public void PageOf_Gateway_HasNone() => Assert.Null(StatusPageReader.PageOf(RouteKind.Gateway));

    private static string Ok(string type, string body) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    private static async Task<StatusPageReading?> ReadAsync(Func<string, string> answer, RouteKind kind)
    {
        await using var server = new LoopbackServer(async (_, stream, stop) =>
        {
            var head = await LoopbackServer.ReadHeadAsync(stream, stop);
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer(head.Split(' ')[1])), stop);
        });
        return await ReadAsync(server, kind);
    }

    private static async Task<StatusPageReading?> ReadAsync(LoopbackServer server, RouteKind kind)
    {
        using var client = Client();
        return await Reader().ReadAsync(client, kind, PageOn(server), Stop);
    }

    private static StatusPageReader Reader() => new(TimeProvider.System);

    private static Uri PageOn(LoopbackServer server) => new($"http://127.0.0.1:{server.Port}/");

    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
}
