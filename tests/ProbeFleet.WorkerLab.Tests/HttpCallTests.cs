using System.Net;
using System.Text;
using System.Text.Json;

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>
/// Every HTTP function once, as Azure's host passes calls on: without a key, since function keys are that host's business and the worker
/// asks for none.
/// Only what the platform lets in without a key asks by itself, in <c>SignedInFunctions</c>.
/// </summary>
[Collection(OneRunningVantage.Name)]
public sealed class HttpCallTests(RunningVantage vantage)
{
    private const string Html = "text/html; charset=utf-8";
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";

    public static TheoryData<string, string, string, int, string> Every { get; } = new()
    {
        { "GetFleetPage", "GET", "/", 200, Html },
        { "GetIncidentPage", "GET", "/incidents/{incident}", 200, Html },
        { "GetRoutePage", "GET", "/routes/a", 200, Html },
        { "GetVantagePage", "GET", "/vantages/pub", 200, Html },
        { "GetProbePage", "GET", "/probes/{probe}", 200, Html },
        { "GetIncidentsPage", "GET", "/incidents", 200, Html },
        { "GetRoutesPage", "GET", "/routes", 200, Html },
        { "GetVantagesPage", "GET", "/vantages", 200, Html },
        { "GetConfigurationPage", "GET", "/configuration", 200, Html },
        { "GetCausesPage", "GET", "/causes", 200, Html },
        { "GetAboutPage", "GET", "/about", 200, Html },
        { "GetReadOnlyPage", "GET", "/read-only", 200, Html },
        { "GetSignedIn", "GET", "/signed-in/api/fleet", 401, Problem },
        { "PostSignedIn", "POST", "/signed-in/api/probes", 401, Problem },
        { "GetFleet", "GET", "/api/fleet", 200, Json },
        { "GetConfig", "GET", "/api/config", 200, Json },
        { "PutConfig", "PUT", "/api/config", 400, Problem },
        { "GetConfigHistory", "GET", "/api/config/history", 200, Json },
        { "GetConfigVersion", "GET", "/api/config/history/1", 200, Json },
        { "GetCauses", "GET", "/api/causes", 200, Json },
        { "GetHealth", "GET", "/api/health", 200, Json },
        { "GetHealthDetails", "GET", "/api/health/details", 200, Json },
        { "GetMetrics", "GET", "/api/metrics", 200, "text/plain; version=0.0.4; charset=utf-8" },
        { "CreateRound", "POST", "/api/rounds", 200, Json },
        { "CreateProbes", "POST", "/api/probes", 400, Problem },
        { "GetProbes", "GET", "/api/probes?vantage=pub&top=2", 200, Json },
        { "GetProbe", "GET", "/api/probes/{probe}", 200, Json },
        { "GetProbePacket", "GET", "/api/probes/{probe}/packet", 200, Json },
        { "GetProbeRequest", "GET", "/api/probes/requests/{request}", 200, Json },
        { "GetRouteHistory", "GET", "/api/routes/a/history?vantage=pub&window=1h", 200, Json },
        { "GetLocalization", "GET", "/api/localization?window=1h", 200, Json },
        { "GetIncidents", "GET", "/api/incidents?state=open", 200, Json },
        { "GetIncident", "GET", "/api/incidents/{incident}", 200, Json },
        { "GetIncidentPacket", "GET", "/api/incidents/{incident}/packet", 200, Json },

        // The only vantage has asked all that it can beside the failed probes.
        { "CreateQuestion", "POST", "/api/incidents/{incident}/question", 409, Problem },
        { "CreateVerification", "POST", "/api/incidents/{incident}/verification", 202, Json },
    };

    [Fact]
    public void Every_Function_IsCalledHere() => Assert.Equal(
        vantage.Worker.Functions.Values.Where(function => function.TriggerType == "httpTrigger").Select(function => function.Name).Order(),
        Every.Select(row => row.Data.Item1).Order());

    [Theory, MemberData(nameof(Every))]
    public async Task Function_CalledWithoutAKey_Answers(string function, string method, string path, int status, string contentType)
    {
        foreach (var (name, id) in vantage.Ids)
        {
            path = path.Replace(name, id, StringComparison.Ordinal);
        }

        using var called = await vantage.Worker.CallAsync(function, method, path, method == "GET" ? null : "");

        Assert.Equal(new InvocationEnd("Success", null), called.End);
        Assert.Equal((status, contentType), (called.Status, called.Response!.Content.Headers.ContentType?.ToString()));
        Assert.Equal("nosniff", called.Header("X-Content-Type-Options"));
        Assert.Equal("no-store", called.Header("Cache-Control"));
        var text = await called.ReadTextAsync();
        Assert.Equal(called.Response.Content.Headers.ContentLength, Encoding.UTF8.GetByteCount(text));
        switch (contentType)
        {
            case Html:
                Assert.StartsWith("default-src 'none'; script-src 'self'; ", called.Header("Content-Security-Policy"),
                    StringComparison.Ordinal);
                Assert.Equal("DENY", called.Header("X-Frame-Options"));
                Assert.StartsWith("<!doctype html>", text, StringComparison.OrdinalIgnoreCase);
                break;
            case Json:
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(text).ValueKind);
                break;
            case Problem:
                Assert.Equal(status, JsonElement.Parse(text).GetProperty("status").GetInt32());
                break;
            default:
                Assert.NotEqual("", text);
                break;
        }
    }

    [Fact]
    public async Task Config_PutWithTheTagThatWasGot_IsTakenOnce()
    {
        using var got = await vantage.Worker.CallAsync("GetConfig", "GET", "/api/config");
        var text = await got.ReadTextAsync();

        Assert.Equal((200, 412), (await PutAsync(), await PutAsync()));

        async Task<int> PutAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/api/config", UriKind.Relative))
            {
                Content = new StringContent(text),
            };
            request.Headers.IfMatch.Add(got.Response!.Headers.ETag!);
            using var put = await vantage.Worker.CallAsync("PutConfig", request, TestContext.Current.CancellationToken);
            return put.Status;
        }
    }

    [Theory]
    [InlineData("GetProbe", "/api/probes/x")]
    [InlineData("GetIncident", "/api/incidents/0199d000-0000-7000-8000-000000000000")]
    [InlineData("GetConfigVersion", "/api/config/history/999")]
    [InlineData("GetProbeRequest", "/api/probes/requests/x")]
    public async Task Get_OfNothing_Is404(string function, string path)
    {
        using var called = await vantage.Worker.CallAsync(function, "GET", path);

        Assert.Equal((404, "Success"), (called.Status, called.End.Status));
        Assert.Equal(404, (await called.ReadJsonAsync()).GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"routes":["nope"]}""")]
    [InlineData("""{"routes":["a"],"routes":["a"]}""")]
    public async Task PostProbes_WrongBody_Is400WithTheReason(string body)
    {
        using var called = await vantage.Worker.CallAsync("CreateProbes", "POST", "/api/probes", body);

        Assert.Equal((400, "Success"), (called.Status, called.End.Status));
        Assert.NotEqual("", (await called.ReadJsonAsync()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task PostProbes_LargeBody_Is413()
    {
        using var called = await vantage.Worker.CallAsync("CreateProbes", "POST", "/api/probes", new string(' ', 65_537));

        Assert.Equal((413, "Success"), (called.Status, called.End.Status));
        Assert.Contains("65536", (await called.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// A host that passes no route values on makes the function fail in earnest: there is no other way to have this app throw.
    /// </summary>
    [Fact]
    public async Task Function_ThatThrows_IsAFailedInvocationWithAnEmptyResponse()
    {
        using var called = await vantage.Worker.CallAsync(
            "GetRouteHistory", new(
                HttpMethod.Get, new Uri("/api/routes/a/history", UriKind.Relative)), [], TestContext.Current.CancellationToken);

        Assert.Equal("Failure", called.End.Status);
        Assert.NotEqual("", called.End.Exception);
        Assert.Equal((HttpStatusCode.OK, ""), (called.Response!.StatusCode, await called.ReadTextAsync()));
        Assert.Equal(500, called.Status);
        Assert.Equal(200, (await vantage.Worker.CallAsync("GetRouteHistory", "GET", "/api/routes/a/history")).Status);
    }

    [Fact]
    public async Task SignedInPages_PrincipalWhereThePlatformAuthenticatesNobody_Is401()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/signed-in/api/fleet", UriKind.Relative));
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL-ID", "forged");

        using var called = await vantage.Worker.CallAsync("GetSignedIn", request, TestContext.Current.CancellationToken);

        Assert.Equal(401, called.Status);
    }
}
