using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Functions.Settings;

namespace ProbeFleet.Functions.Tests.Http;

/// <summary>What anybody may send: a clear answer, no crash, and never a call to anything that is not configured.</summary>
public sealed class HostileCallTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    public static TheoryData<string, string, AuthorizationLevel> Calls { get; } =
        [.. HttpCalls().Select(call => new TheoryDataRow<string, string, AuthorizationLevel>(call.Method, call.Route, call.Level))];

    [Theory, MemberData(nameof(Calls))]
    public async Task Call_WithoutOrWithWrongKey_Is401ExceptHealth(string method, string route, AuthorizationLevel level)
    {
        foreach (var key in new string?[] { null, "wrong", "", VantageApp.Key + "x" })
        {
            using var client = new HttpClient { BaseAddress = fixture.App.Client.BaseAddress };
            var path = Regex.Replace(route, @"\{(ignored)?[^}]*\}", match => match.Groups[1].Success ? "" : "x");
            var request = new HttpRequestMessage(new HttpMethod(method), $"/{path}");

            // Nobody believes it where the platform does not say that it authenticates.
            request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL-ID", "forged");
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("x-functions-key", key);
            }

            var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(route == "api/health" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
            var isOpen = route == "api/health" || route.StartsWith("signed-in/", StringComparison.Ordinal);
            var changesTheFleet = (method, route) is ("put", _) or (_, "api/rounds");
            Assert.Equal(isOpen
                ? AuthorizationLevel.Anonymous
                : changesTheFleet ? AuthorizationLevel.Admin : AuthorizationLevel.Function, level);
            Assert.DoesNotContain("ProbeFleet</a>", await response.Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"routes":["nope"]}""")]
    [InlineData("""{"routes":["a","http://127.0.0.1:1/v1"]}""")]
    [InlineData("""{"routes":["../a"]}""")]
    [InlineData("""{"routes":["A"]}""")]
    [InlineData("""{"routes":["a "]}""")]
    [InlineData("""{"routes":["a\u0000"]}""")]
    [InlineData("""{"routes":[""]}""")]
    [InlineData("""{"routes":[null]}""")]
    [InlineData("""{"routes":[]}""")]
    [InlineData("""{"routes":null}""")]
    [InlineData("""{"routes":"*"}""")]
    [InlineData("""{"routes":{"*":1}}""")]
    [InlineData("""{}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\u0000")]
    [InlineData("""{"routes":["*"],"scope":"galaxy"}""")]
    [InlineData("""{"routes":["*"],"scope":7}""")]
    [InlineData("""{"routes":["*"],"depth":"deepest"}""")]
    [InlineData("""{"routes":["*"],"depth":77}""")]
    [InlineData("""{"routes":["*"],"baseUrl":"http://127.0.0.1:1/v1"}""")]
    [InlineData("""{"routes":["*"],"routes":["nope"]}""")]
    public async Task PostProbes_WrongBody_Is400AndContactsNothing(string body)
    {
        var before = fixture.Api.Requests.Count;

        var response = await fixture.App.PostAsync("/api/probes", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(400, (await VantageApp.ReadJsonAsync(response)).GetProperty("status").GetInt32());
        Assert.Equal(before, fixture.Api.Requests.Count);
    }

    [Theory]
    [InlineData("""{"routes":["*"],"scope":"galaxy"}""", "at $.scope. It takes an object of routes (required, a list of texts), "
        + "scope (\"vantage\" or \"fleet\"), depth (\"path\" or \"authenticated\" or \"completion\"), reason (a text)")]
    [InlineData("", "scope (\"vantage\" or \"fleet\")")]
    [InlineData("""{"routes":[]}""", "No route is named: list names of the configuration in routes, or \"*\" for all.")]
    public async Task PostProbes_WrongBody_SaysWhatIsTaken(string body, string said)
    {
        var answer = await VantageApp.ReadJsonAsync(await fixture.App.PostAsync("/api/probes", body));

        Assert.Contains(said, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/probes")]
    [InlineData("PUT", "/api/config")]
    public async Task Body_TenMegabytes_Is413(string method, string path)
    {
        var response = await fixture.App.SendAsync(new HttpMethod(method), path, $$"""{"routes":["{{new string('a', 10 << 20)}}"]}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(HttpStatusCode.OK,
            (await fixture.App.Client.GetAsync("/api/health", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task PostProbes_ThreeHundredBrokenBodies_NoneIsA500()
    {
        var random = new Random(2026);
        var good = """{"routes":["*"],"scope":"vantage","depth":"path","reason":"r"}"""u8.ToArray();
        for (var number = 0; number < 300; number++)
        {
            var body = good.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            var content = new ByteArrayContent(body[..random.Next(body.Length + 1)]);
            var response = await fixture.App.Client.PostAsync("/api/probes", content, TestContext.Current.CancellationToken);

            Assert.True((int)response.StatusCode < 500, Convert.ToHexString(body));
        }
    }

    [Theory]
    [InlineData("vantage=%2F..%2F")]
    [InlineData("route=a%20or%201%20eq%201")]
    [InlineData("from=yesterday")]
    [InlineData("to=9999-99-99")]
    [InlineData("top=0")]
    [InlineData("top=1001")]
    [InlineData("top=-1")]
    [InlineData("after=%00")]
    [InlineData("after=x'%20or%20PartitionKey%20gt%20'")]
    public async Task GetProbes_WrongQuery_Is400(string query)
    {
        var response = await fixture.App.Client.GetAsync($"/api/probes?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEqual(JsonValueKind.Undefined, (await VantageApp.ReadJsonAsync(response)).GetProperty("detail").ValueKind);
    }

    [Theory]
    [InlineData("/api/probes/requests/not-an-id")]
    [InlineData("/api/probes/requests/00000000-0000-0000-0000-000000000000")]
    [InlineData("/api/probes/requests/01a1fc0b-e380-79cc-9173-bf7749fc6a5c")]
    public async Task GetRequest_UnknownId_Is404(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.App.Client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);

    internal static IEnumerable<(string Name, string Method, string Route, AuthorizationLevel Level)> HttpCalls() =>
        from type in typeof(VantageSettings).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(found => found is not null)
        where function is not null && trigger is not null
        from verb in trigger.Methods!
        select (function.Name, verb, trigger.Route!, trigger.AuthLevel);
}
