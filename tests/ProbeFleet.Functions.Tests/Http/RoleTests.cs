using Microsoft.Azure.Functions.Worker;

namespace ProbeFleet.Functions.Tests.Http;

/// <summary>What a key may do, by its name: every function of the app, with a key of every role.</summary>
public sealed class RoleTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private const string ReadKey = "a-key-that-reads-for-tests-and-nobody-else";
    private const string ProbeKey = "a-key-that-probes-for-tests-and-nobody-else";

    private static readonly string[] Probing = ["api/probes", "api/incidents/{id}/question", "api/incidents/{id}/verification"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_OfEachRole_OpensItsOwnFunctionsAndThoseBelow()
    {
        await using var app = await VantageApp.StartAsync(
            fixture.Azurite.Server.ConnectionString,
            fixture.Folder.FullName,
            "roles",
            new() { ["Host__FunctionKeys__read-grafana"] = ReadKey, ["Host__FunctionKeys__probe"] = ProbeKey });
        foreach (var call in HostileCallTests.HttpCalls().Where(call => call.Level is not AuthorizationLevel.Anonymous))
        {
            var needed = call.Level is AuthorizationLevel.Admin ? 2 : call.Method == "post" && Probing.Contains(call.Route) ? 1 : 0;
            Assert.True(call.Method == "get" || needed > 0, $"{call.Method} {call.Route} changes something and anybody may call it");
            foreach (var (key, role) in new[] { (ReadKey, 0), (ProbeKey, 1) })
            {
                var status = await StatusAsync(app, call.Method, call.Route, key);

                Assert.True((role < needed) == (status is HttpStatusCode.Forbidden),
                    $"{call.Method} {call.Route} with role {role}: {status}");
            }
        }

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Accepted),
            (await StatusAsync(app, "post", "admin/functions/PurgeOnSchedule", ReadKey),
            await StatusAsync(app, "post", "admin/functions/PurgeOnSchedule", ProbeKey),
            await StatusAsync(app, "post", "admin/functions/PurgeOnSchedule", VantageApp.Key)));
    }

    private static async Task<HttpStatusCode> StatusAsync(VantageApp app, string method, string route, string key)
    {
        using var client = new HttpClient { BaseAddress = app.Client.BaseAddress };
        var path = System.Text.RegularExpressions.Regex.Replace(route, @"\{(ignored)?[^}]*\}", match => match.Groups[1].Success ? "" : "x");
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/{path}") { Headers = { { "x-functions-key", key } } };
        using var response = await client.SendAsync(request, Stop);
        Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        return response.StatusCode;
    }
}
