using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Functions.Tests;

/// <summary>Two real vantages, a real API that fails, and a receiver: from the first failure to the proof.</summary>
public sealed class IncidentStoryTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private const string Secret = "planted-hmac-key-9Zw";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fault_OnAndOff_IsOneIncidentThatAProofCloses()
    {
        await using var server = await fixture.Azurite.StartAnotherAsync(Stop);
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync(Stop);
        var folder = Directory.CreateTempSubdirectory("probefleet-story-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "fleet.json"), Configuration(api), Stop);
        Dictionary<string, string> settings = new()
        {
            ["ProbeSchedule"] = "*/10 * * * * *",
            ["ServeSchedule"] = "* * * * * *",
            ["JudgeSchedule"] = "* * * * * *",
            ["HOOK"] = $"{receiver.Url}",
            ["HOOK_KEY"] = Secret,
        };
        await using var one = await VantageApp.StartAsync(server.ConnectionString, folder.FullName, "eu", settings);
        await using var other = await VantageApp.StartAsync(server.ConnectionString, folder.FullName, "us", settings);
        await UntilAsync(() => one.GetJsonAsync("/api/fleet"), fleet => fleet.GetProperty("cells").GetArrayLength() == 2);
        Assert.Equal("none", (await one.GetJsonAsync("/api/localization?window=1m")).GetProperty("verdict").GetProperty("owner").GetString());

        api.Behave(LabAnswers.Named("openai/server-error"));
        var list = await UntilAsync(() => other.GetJsonAsync("/api/incidents?state=open"), answer => answer.GetProperty("incidents").GetArrayLength() > 0);
        var opened = Assert.Single(list.GetProperty("incidents").EnumerateArray());
        var path = $"/api/incidents/{opened.GetProperty("id").GetString()}";
        var incident = await UntilAsync(() => one.GetJsonAsync(path), known => known.GetProperty("affected").GetArrayLength() == 2);
        Assert.Equal("api-server", incident.GetProperty("owner").GetString());
        Assert.Equal(["eu a server.error", "us a server.error"], incident.GetProperty("affected").EnumerateArray().Select(Affected).Order());
        await AssertPacketAsync(one, path);
        Assert.Contains(
            "probefleet_incidents_open{owner=\"api-server\"} 1\n",
            await one.Client.GetStringAsync("/api/metrics", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        var tooEarly = await one.PostAsync($"{path}/verification", """{"reason":"too early, sk-proj-planted0123456789abcdefghij"}""");
        Assert.Equal(HttpStatusCode.Accepted, tooEarly.StatusCode);
        var refused = await UntilAsync(() => other.GetJsonAsync(path), known => Outcome(known) is "refused");
        Assert.Equal("open", refused.GetProperty("state").GetString());
        Assert.All(Proofs(refused), proof => Assert.Equal("still-failing", proof.GetProperty("verdict").GetString()));

        api.Heal();
        var asked = await other.PostAsync($"{path}/verification", "");
        Assert.Equal((HttpStatusCode.Accepted, path), (asked.StatusCode, asked.Headers.Location!.ToString()));
        var closed = await UntilAsync(() => one.GetJsonAsync(path), known => known.GetProperty("state").GetString() is "closed");
        Assert.Equal(("verification", "verified"), (closed.GetProperty("closedBy").GetString(), Outcome(closed)));
        Assert.All(Proofs(closed), proof => Assert.Equal("verified", proof.GetProperty("verdict").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, (await one.PostAsync($"{path}/verification", "")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await one.PostAsync($"{path}/question", "")).StatusCode);

        while (receiver.Accepted.Count < 3)
        {
            await one.GetJsonAsync(path);
        }

        var later = closed.GetProperty("closedAt").GetDateTimeOffset().AddSeconds(15);
        await UntilAsync(
            () => one.GetJsonAsync("/api/probes?top=1"),
            page => page.GetProperty("results").EnumerateArray().Any(result => result.GetProperty("startedAt").GetDateTimeOffset() > later));
        Assert.Equal(
            ["opened", "verification-refused", "closed"],
            receiver.Accepted.Select(message => JsonElement.Parse(message.Body).GetProperty("transition").GetString()));
        Assert.Single((await one.GetJsonAsync("/api/incidents")).GetProperty("incidents").EnumerateArray());
        Assert.All(
            [.. receiver.Accepted.Select(message => message.Body), closed.GetRawText()],
            text => Assert.DoesNotContain("planted", text, StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("GET", "/api/localization?window=soon", 400)]
    [InlineData("GET", "/api/localization?window=0m", 400)]
    [InlineData("GET", "/api/localization?window=25h", 400)]
    [InlineData("GET", "/api/incidents?state=ajar", 400)]
    [InlineData("GET", "/api/incidents?top=0", 400)]
    [InlineData("GET", "/api/incidents/x", 404)]
    [InlineData("GET", "/api/incidents/0199d000-0000-7000-8000-000000000000", 404)]
    [InlineData("GET", "/api/incidents/0199d000-0000-7000-8000-000000000000/packet", 404)]
    [InlineData("GET", "/api/probes/x/packet", 404)]
    [InlineData("POST", "/api/incidents/x/question", 404)]
    [InlineData("POST", "/api/incidents/0199d000-0000-7000-8000-000000000000/question", 404)]
    [InlineData("POST", "/api/incidents/x/verification", 404)]
    [InlineData("POST", "/api/incidents/0199d000-0000-7000-8000-000000000000/verification", 404)]
    public async Task Call_WrongOrUnknown_IsAProblem(string method, string path, int status)
    {
        var response = await fixture.App.SendAsync(new(method), path, "");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task PostVerification_UnknownMember_Is400() => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await fixture.App.PostAsync("/api/incidents/0199d000-0000-7000-8000-000000000000/verification", """{"why":"x"}""")).StatusCode);

    private static async Task AssertPacketAsync(VantageApp app, string path)
    {
        var packet = await app.GetJsonAsync($"{path}/packet");
        Assert.Equal(("incident", "api-server"), (packet.GetProperty("kind").GetString(), packet.GetProperty("incident").GetProperty("owner").GetString()));
        Assert.Equal(2, packet.GetProperty("verification").GetProperty("requests").GetArrayLength());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/probes/{packet.GetProperty("probeId").GetString()}/packet");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/markdown"));
        var markdown = await app.Client.SendAsync(request, Stop);
        Assert.Equal("text/markdown", markdown.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("# `server.error` on route `a`", await markdown.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static string Configuration(LabApi api) => VantageApp.Configuration(api, "a").TrimEnd()[..^1] + """
        , "probe": { "depth": "authenticated" },
          "incidents": { "window": "00:05:00", "notify": [ { "kind": "webhook", "url": "env:HOOK", "secret": "env:HOOK_KEY" } ] } }
        """;

    private static string Affected(JsonElement affected) =>
        $"{affected.GetProperty("vantage").GetString()} {affected.GetProperty("route").GetString()} {affected.GetProperty("cause").GetString()}";

    private static JsonElement[] Proofs(JsonElement incident) =>
        [.. incident.GetProperty("verifications").EnumerateArray().Last().GetProperty("proofs").EnumerateArray()];

    private static string? Outcome(JsonElement incident)
    {
        var last = incident.GetProperty("verifications").EnumerateArray().LastOrDefault();
        return last.ValueKind is JsonValueKind.Object ? last.GetProperty("outcome").GetString() : null;
    }

    private static async Task<JsonElement> UntilAsync(Func<Task<JsonElement>> read, Func<JsonElement, bool> isDone)
    {
        while (true)
        {
            var answer = await read();
            if (isDone(answer))
            {
                return answer;
            }

            await Task.Yield();
        }
    }
}
