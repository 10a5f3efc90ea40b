using System.Text.Json;

namespace ProbeFleet.Functions.Tests.Http;

public sealed class ApiTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostProbes_VantageScope_AnswersAtOnceAndStores()
    {
        var response = await fixture.App.PostAsync("/api/probes", """{"routes":["a"],"depth":"path","reason":"a test"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var result = Assert.Single((await VantageApp.ReadJsonAsync(response)).GetProperty("results").EnumerateArray());
        Assert.Equal(("passed", "path"), (result.GetProperty("outcome").GetString(), result.GetProperty("depth").GetString()));
        var stored = (await fixture.App.GetJsonAsync("/api/probes?vantage=lab&route=a&top=1000")).GetProperty("results");
        Assert.Contains(stored.EnumerateArray(), one => one.GetProperty("id").GetString() == result.GetProperty("id").GetString());
    }

    [Fact]
    public async Task GetProbes_SmallPages_GivesEachResultOnce()
    {
        await fixture.App.PostAsync("/api/probes", """{"routes":["*"]}""");
        await fixture.App.PostAsync("/api/probes", """{"routes":["*"]}""");

        List<string?> ids = [];
        for (var link = "/api/probes?top=3"; link is not null;)
        {
            var page = await fixture.App.GetJsonAsync(link);
            ids.AddRange(page.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("id").GetString()));
            link = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        Assert.True(ids.Count >= 4);
        Assert.Equal(ids.Distinct().Count(), ids.Count);
    }

    [Fact]
    public async Task PostRounds_Now_RunsARoundThatFleetHealthAndMetricsShow()
    {
        var round = await VantageApp.ReadJsonAsync(await fixture.App.PostAsync("/api/rounds", ""));

        Assert.Equal(("ran", 2), (round.GetProperty("outcome").GetString(), round.GetProperty("results").GetInt32()));
        var fleet = await fixture.App.GetJsonAsync("/api/fleet");
        Assert.Equal(["a", "b"], fleet.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("route").GetString()).Order());
        Assert.False(Assert.Single(fleet.GetProperty("vantages").EnumerateArray()).GetProperty("isSilent").GetBoolean());
        var health = await fixture.App.GetJsonAsync("/api/health/details");
        Assert.Equal(("healthy", 2), (health.GetProperty("status").GetString(), health.GetProperty("lastRoundResults").GetInt32()));
        var metrics = await fixture.App.Client.GetStringAsync("/api/metrics", Stop);
        Assert.Contains("""probefleet_route_up{vantage="lab",route="a",cause="ok",owner="none"} 1""", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHealth_WithoutAKey_SaysWhetherItWorksAndNothingElse()
    {
        await fixture.App.PostAsync("/api/rounds", "");
        using var stranger = new HttpClient { BaseAddress = fixture.App.Client.BaseAddress };

        Assert.Equal("""{"status":"healthy"}""", await stranger.GetStringAsync("/api/health", Stop));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/health/details", Stop)).StatusCode);
    }

    [Fact]
    public async Task PostProbes_FleetScope_IsAnsweredThroughTheMailbox()
    {
        var response = await fixture.App.PostAsync("/api/probes", """{"routes":["b"],"scope":"fleet"}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var location = response.Headers.Location!.ToString();
        Assert.StartsWith("/api/probes/requests/", location, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, (await fixture.App.PostAsync("/admin/functions/ServeProbeRequests", "")).StatusCode);
        JsonElement status;
        do
        {
            status = await fixture.App.GetJsonAsync(location);
        }
        while (!status.GetProperty("isFinished").GetBoolean());

        Assert.Equal("answered", Assert.Single(status.GetProperty("vantages").EnumerateArray()).GetProperty("answer").GetString());
        Assert.Equal("b", Assert.Single(
            status.GetProperty("results").EnumerateArray()).GetProperty("route").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.PreconditionRequired)]
    [InlineData("If-Match", "", HttpStatusCode.PreconditionRequired)]
    [InlineData("If-None-Match", "\"0x1\"", HttpStatusCode.PreconditionRequired)]
    [InlineData("If-None-Match", "*", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "\"0x1\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "*", HttpStatusCode.OK)]
    public async Task Config_PutOverAnother_SaysWhichItMeans(string? header, string? value, HttpStatusCode expected)
    {
        var text = VantageApp.Configuration(fixture.Api, "a");
        await fixture.App.SendAsync(HttpMethod.Put, "/api/config", text);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/config") { Content = new StringContent(text) };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await fixture.App.Client.SendAsync(request, Stop);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task ConfigHistory_AfterTwoPuts_HasBothTextsAndWhoPutThem()
    {
        var (one, two) = (VantageApp.Configuration(fixture.Api, "one"), VantageApp.Configuration(fixture.Api, "two"));
        await fixture.App.SendAsync(HttpMethod.Put, "/api/config", one);
        await fixture.App.SendAsync(HttpMethod.Put, "/api/config", two);

        var versions = (await fixture.App.GetJsonAsync("/api/config/history")).GetProperty("versions").EnumerateArray().ToList();

        Assert.All(versions, version => Assert.Equal("key admin", version.GetProperty("by").GetString()));
        var number = versions[0].GetProperty("version").GetInt64();
        Assert.Equal(number - 1, versions[1].GetProperty("version").GetInt64());
        Assert.Equal(
            (two, one),
            (await TextAsync(number), await TextAsync(number - 1)));

        Task<string> TextAsync(long version) => fixture.App.Client.GetStringAsync($"/api/config/history/{version}", Stop);
    }

    [Fact]
    public async Task Config_PutTwiceWithOneTag_SecondIsRefused()
    {
        var text = VantageApp.Configuration(fixture.Api, "a");
        Assert.Equal(HttpStatusCode.OK, (await fixture.App.SendAsync(HttpMethod.Put, "/api/config", text)).StatusCode);
        var got = await fixture.App.Client.GetAsync("/api/config", Stop);
        Assert.Equal(text, await got.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.OK, (await PutAsync(text)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(text)).StatusCode);
        var wrong = await fixture.App.SendAsync(HttpMethod.Put, "/api/config", """{"routes":[]}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("$.routes", await wrong.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        Task<HttpResponseMessage> PutAsync(string json)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, "/api/config") { Content = new StringContent(json) };
            request.Headers.IfMatch.Add(got.Headers.ETag!);
            return fixture.App.Client.SendAsync(request, Stop);
        }
    }
}
