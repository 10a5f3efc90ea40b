using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Functions.Dashboard;
using ProbeFleet.Functions.Tests.Flex;

namespace ProbeFleet.Functions.Tests.Dashboard;

/// <summary>
/// The pages for whom App Service has signed in: they believe its two headers together only, where it says that it authenticates.
/// </summary>
public sealed class SignedInTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Id = "X-MS-CLIENT-PRINCIPAL-ID";
    private const string Principal = "X-MS-CLIENT-PRINCIPAL";

    private static readonly (string, string)[] Somebody = [(Id, "somebody"), (Principal, Encoded("""{"auth_typ":"aad","claims":[]}"""))];

    private static readonly (string, string)[] Prober =
        [(Id, "somebody"), (Principal, Encoded("""{"auth_typ":"aad","claims":[{"typ":"roles","val":"probefleet.probe"}]}"""))];

    /// <summary>What the dashboard opens without a key: a function that is marked by mistake shows here.</summary>
    [Fact]
    public void Routes_OfTheSignedIn_AreThese() => Assert.Equal(
        [
            "get ", "get about", "get api/causes", "get api/config", "get api/config/history", "get api/fleet", "get api/health/details",
            "get api/incidents", "get api/incidents/{id}", "get api/incidents/{id}/packet", "get api/probes/requests/{id}",
            "get api/probes/{id}",
            "get api/probes/{id}/packet", "get api/routes/{name}/history", "get causes", "get configuration", "get incidents",
            "get incidents/{id}",
            "get probes/{id}", "get routes", "get routes/{name}", "get vantages", "get vantages/{name}",
            "post api/incidents/{id}/question", "post api/incidents/{id}/verification", "post api/probes",
        ],
        SignedInRoute.All.Select(route => $"{route}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/signed-in", 200)]
    [InlineData("/signed-in/", 200)]
    [InlineData("/signed-in/routes/a", 200)]
    [InlineData("/signed-in/Routes/a", 404)]
    [InlineData("/signed-in/api/probes", 404)]
    [InlineData("/signed-in/api/probes/x/packet", 404)]
    [InlineData("/signed-in/assets/page.html", 404)]
    [InlineData("/signed-in/read-only", 404)]
    [InlineData("/signed-in/assets/site.css", 200)]
    [InlineData("/signed-in/api/fleet", 200)]
    [InlineData("/signed-in/incidents", 200)]
    [InlineData("/signed-in/api/causes", 200)]
    [InlineData("/signed-in/api/rounds", 404)]
    public async Task Get_SignedIn_IsOpenToWhomThePlatformNames(string path, int status)
    {
        using var flex = new FlexVantage(azurite.Server.ConnectionString);
        var process = flex.Start("http");

        Assert.Equal(status, await process.SignedInAsync("GET", path, Somebody));
        Assert.Equal(401, await process.SignedInAsync("GET", path));
    }

    [Theory]
    [InlineData("somebody", null)]
    [InlineData("somebody", "")]
    [InlineData("somebody", "no base64")]
    [InlineData("somebody", "bm8ganNvbg==")]
    [InlineData("somebody", "e30=")]
    [InlineData("somebody", "WzFd")]
    [InlineData("", "eyJhdXRoX3R5cCI6ImFhZCJ9")]
    public async Task Get_PrincipalThatThePlatformWouldNotName_Is401(string id, string? principal)
    {
        using var flex = new FlexVantage(azurite.Server.ConnectionString);
        (string, string)[] headers = principal is null ? [(Id, id)] : [(Id, id), (Principal, principal)];

        Assert.Equal(401, await flex.Start("http").SignedInAsync("GET", "/signed-in/api/fleet", headers));
    }

    /// <summary>
    /// The types that App Service gives the claims of Entra ID, raw and mapped. 503: let through, and there is no configuration yet.
    /// </summary>
    [Theory]
    [InlineData("""{"auth_typ":"aad","claims":[]}""", 403)]
    [InlineData("""{"auth_typ":"aad"}""", 403)]
    [InlineData("""{"auth_typ":"aad","claims":[{"typ":"roles","val":"reader"},{"typ":"name","val":"probefleet.probe"}]}""", 403)]
    [InlineData("""{"auth_typ":"aad","claims":[7,{"typ":7,"val":"probefleet.probe"},{"typ":"roles","val":["probefleet.probe"]}]}""", 403)]
    [InlineData("""{"auth_typ":"aad","claims":[{"typ":"roles","val":"probefleet.probe"}]}""", 503)]
    [InlineData("""{"auth_typ":"aad","role_typ":"claims/role","claims":[{"typ":"claims/role","val":"ProbeFleet.Probe"}]}""", 503)]
    [InlineData("""{"auth_typ":"aad","claims":[{"typ":"roles","val":"\ud83d"}]}""", 401)]
    public async Task Post_OfASignedInPerson_NeedsTheAppRole(string principal, int status)
    {
        using var flex = new FlexVantage(azurite.Server.ConnectionString);

        Assert.Equal(
            status,
            await flex.Start("http").SignedInAsync(
                "POST", "/signed-in/api/probes", (Id, "somebody"), (Principal, Encoded(principal)), ("X-ProbeFleet-Dashboard", "1")));
    }

    [Fact]
    public async Task Post_WithoutTheDashboardsHeader_IsRefused()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);

        // Others see an account without a configuration.
        await using var own = await azurite.StartAnotherAsync(TestContext.Current.CancellationToken);
        using var flex = new FlexVantage(own.ConnectionString);
        await flex.ApplyAsync(("a", api.BaseUrl(LabPersona.OpenAI)));
        var process = flex.Start("http");

        Assert.Equal(401, await process.SignedInAsync("POST", "/signed-in/api/probes", ("X-ProbeFleet-Dashboard", "1")));
        Assert.Equal(403, await process.SignedInAsync("POST", "/signed-in/api/probes", Prober));
        Assert.Equal(400, await process.SignedInAsync("POST", "/signed-in/api/probes", [.. Prober, ("X-ProbeFleet-Dashboard", "1")]));
    }

    private static string Encoded(string json) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json));
}
