using System.Net;

namespace ProbeFleet.Dashboard.Tests;

/// <summary>Who gets a page: whoever has a key, or has signed in where the platform says so.</summary>
public sealed class DoorTests(DashboardFixture fixture)
{
    private static readonly string[] Pages =
    [
        "/", "/incidents", "/incidents/x", "/routes", "/routes/x", "/vantages", "/vantages/x", "/probes/x", "/configuration", "/causes", "/about",
        "/assets/site.css", "/assets/fleet-page.js", "/assets/uPlot.esm.js", "/api/fleet",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_WithoutOrWithWrongKey_Is401AndEmpty()
    {
        using var client = await StrangerAsync();
        foreach (var path in Pages)
        {
            foreach (var key in new[] { "", "?code=", "?code=wrong", "?code=a-function-key-for-tests%00" })
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

        using var response = await client.GetAsync("/?code=a-function-key-for-tests", Stop);

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
    public async Task Page_KeyWithMarkup_IsRefusedOrEscaped()
    {
        var app = await fixture.PlantedAsync();

        var html = await app.App.Client.GetStringAsync("/?code=%22%3E%3Cx-planted%3E", Stop);

        Assert.DoesNotContain("<x-planted", html, StringComparison.Ordinal);
        Assert.Contains("code=%22%3E%3Cx-planted%3E", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Answers_AreCompressedAsAsked(string encoding)
    {
        var app = await fixture.PlantedAsync();
        foreach (var path in new[] { "/assets/uPlot.esm.js", "/api/fleet" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", encoding } } };
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

    private async Task<HttpClient> StrangerAsync() => new() { BaseAddress = (await fixture.PlantedAsync()).App.Client.BaseAddress };
}
