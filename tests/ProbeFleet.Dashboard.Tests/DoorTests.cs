using System.Net;

namespace ProbeFleet.Dashboard.Tests;

/// <summary>Who gets a page: whoever has a key, or has signed in where the platform says so.</summary>
public sealed class DoorTests(DashboardFixture fixture)
{
    private static readonly string[] Pages =
    [
        "/", "/incidents", "/incidents/x", "/routes", "/routes/x", "/vantages", "/vantages/x", "/probes/x", "/configuration",
        "/causes", "/about",
        "/read-only", "/api/fleet",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_WithoutOrWithWrongKey_Is401AndEmpty()
    {
        using var client = await StrangerAsync();
        foreach (var path in Pages)
        {
            foreach (var key in new[] { "", "?code=", "?code=wrong", "?code=a-function-key-for-tests-and-nobody-else%00" })
            {
                using var response = await client.GetAsync(path + key, Stop);

                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
            }
        }
    }

    [Fact]
    public async Task Page_WithKey_AllowsNothingButItself()
    {
        using var client = await StrangerAsync();
        var cookie = await SessionAsync(client, "/", VantageApp.Key);

        using var response = await GetAsync(client, "/signed-in/", cookie);

        var html = await response.Content.ReadAsStringAsync(Stop);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]* src=)", html);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownPage_LeadsBack()
    {
        using var client = await StrangerAsync();
        var cookie = await SessionAsync(client, "/", VantageApp.Key);
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var response = await GetAsync(client, "/signed-in/incident", cookie);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("""<a href="/signed-in/incidents">""", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("Code")]
    [InlineData("%63ODE")]
    public async Task Key_OfAnAddress_BecomesASessionAndStandsNowhereAfterwards(string name)
    {
        using var client = await StrangerAsync();

        using var response = await client.GetAsync($"/routes/x?vantage=lab&{name}={VantageApp.Key}&window=1h%22%3E", Stop);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^probefleet-session=probe\\.[0-9]+\\.[0-9a-f]{64}; max-age=43200; path=/signed-in; samesite=strict; "
            + "httponly$", cookie);
        var html = await response.Content.ReadAsStringAsync(Stop);
        Assert.Contains("content=\"0;url=/signed-in/routes/x?vantage=lab&amp;window=1h%22%3E\"", html, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        foreach (var path in new[] { "/signed-in/", "/signed-in/assets/fleet-page.js", "/signed-in/assets/api.js", "/signed-in/api/fleet" })
        {
            using var file = await GetAsync(client, path, cookie.Split(';')[0]);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.DoesNotContain(VantageApp.Key, await file.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(VantageApp.Key, html + cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OverTls_BecomesASessionThatNeverGoesInClear()
    {
        using var client = await StrangerAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/?code={VantageApp.Key}")
        {
            Headers = { { "X-Forwarded-Proto", "https" } },
        };

        using var response = await client.SendAsync(request, Stop);

        Assert.Contains("; secure", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probefleet-session=")]
    [InlineData("probefleet-session=probe.99999999999.0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("probefleet-session={role}.{until}.{signature}0")]
    [InlineData("probefleet-session=read.{until}.{signature}")]
    [InlineData("probefleet-session=admin.{until}.{signature}")]
    [InlineData("probefleet-session={role}.9{until}.{signature}")]
    [InlineData("other={role}.{until}.{signature}")]
    public async Task Session_MadeUpOrChanged_OpensNothing(string made)
    {
        using var client = await StrangerAsync();
        var parts = (await SessionAsync(client, "/", VantageApp.Key)).Split('=')[1].Split('.');
        var cookie = made.Replace("{role}", parts[0], StringComparison.Ordinal)
            .Replace("{until}", parts[1], StringComparison.Ordinal).Replace("{signature}", parts[2], StringComparison.Ordinal);

        using var response = await GetAsync(client, "/signed-in/api/fleet", cookie);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Session_ForLookingOnly_ReadsAndAsksForNoProbe()
    {
        using var client = await StrangerAsync();
        var cookie = await SessionAsync(client, "/read-only", VantageApp.Key);
        using var read = await GetAsync(client, "/signed-in/api/fleet", cookie);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signed-in/api/probes")
        {
            Content = new StringContent("""{"routes":["nope"]}"""),
            Headers = { { "Cookie", cookie }, { "X-ProbeFleet-Dashboard", "1" } },
        };

        using var probe = await client.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (read.StatusCode, probe.StatusCode));
    }

    [Fact]
    public async Task Page_AskedForWithoutASession_SaysHowToComeIn()
    {
        using var client = await StrangerAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signed-in/incidents/x%22%3E?a=%3Cb%3E")
        {
            Headers = { { "Accept", "text/html" } },
        };

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("href=\"/signed-in/incidents/x%22%3E?a=%3Cb%3E\"", await response.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Answers_AreCompressedAsAsked(string encoding)
    {
        var app = await fixture.PlantedAsync();
        using var client = await StrangerAsync();
        var cookie = await SessionAsync(client, "/", VantageApp.Key);
        foreach (var path in new[] { "/signed-in/assets/uPlot.esm.js", "/signed-in/api/fleet" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path)
            {
                Headers = { { "Accept-Encoding", encoding }, { "Cookie", cookie } },
            };
            using var response = await app.App.Client.SendAsync(request, Stop);

            Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
            Assert.Contains("Accept-Encoding", response.Headers.Vary);
        }
    }

    [Theory]
    [InlineData("/signed-in")]
    [InlineData("/signed-in/api/fleet")]
    [InlineData("/api/fleet")]
    [InlineData("/")]
    public async Task Stranger_WhoSaysThatThePlatformSignedHimIn_Is401(string path)
    {
        using var client = await StrangerAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL-ID", "somebody");
        request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String("""{"auth_typ":"aad","claims":[]}"""u8));

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    /// <summary>The cookie that a key gets at an address.</summary>
    private static async Task<string> SessionAsync(HttpClient client, string path, string key)
    {
        using var response = await client.GetAsync($"{path}?code={key}", Stop);
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", cookie } } };
        return await client.SendAsync(request, Stop);
    }

    private async Task<HttpClient> StrangerAsync() =>
        new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = (await fixture.PlantedAsync()).App.Client.BaseAddress };
}
