using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProbeFleet.Azurite;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Functions.Tests.Http;

/// <summary>
/// Two real vantages, a real API that fails and recovers, and a receiver: from the first failure to the proof. It is played once;
/// each test looks at one rule of what was seen.
/// </summary>
public sealed class IncidentStory : IAsyncLifetime
{
    private const string Secret = "planted-hmac-key-of-24-or-more-9Zw";

    private readonly AzuriteFixture _azurite = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-story-");
    private VantageApp _one = null!;
    private VantageApp _other = null!;

    /// <summary>Where the fault was said to be while nothing failed.</summary>
    internal FaultLocalization Quiet { get; private set; } = null!;

    /// <summary>The incident when both vantages had seen the fault.</summary>
    internal Incident Opened { get; private set; } = null!;

    internal Packet Packet { get; private set; } = null!;

    /// <summary>The packet of the incident's probe as Markdown.</summary>
    internal (string? MediaType, string Text) Markdown { get; private set; }

    internal string Metrics { get; private set; } = null!;

    /// <summary>The incident after a proof was asked for while the API still failed.</summary>
    internal Incident Refused { get; private set; } = null!;

    /// <summary>The answer to the request for a proof after the API recovered.</summary>
    internal (HttpStatusCode Status, string? Location) Asked { get; private set; }

    internal Incident Closed { get; private set; } = null!;

    internal string ClosedText { get; private set; } = null!;

    /// <summary>The answers to a request for a proof and for a question, both after the end.</summary>
    internal (HttpStatusCode Verification, HttpStatusCode Question) AfterTheEnd { get; private set; }

    /// <summary>What the receiver was told, in order, until a round after the end.</summary>
    internal IReadOnlyList<string> Messages { get; private set; } = [];

    internal int Incidents { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Path => $"/api/incidents/{Opened.Id}";

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync(Stop);
        await File.WriteAllTextAsync(System.IO.Path.Combine(_folder.FullName, "fleet.json"), Configuration(api), Stop);
        _one = await StartAsync("eu", receiver);
        _other = await StartAsync("us", receiver);
        await UntilAsync(() => _one.GetJsonAsync("/api/fleet"), fleet => fleet.GetProperty("cells").GetArrayLength() == 2);
        Quiet = await GetAsync(_one, "/api/localization?window=1m", ProbeFleetJson.Default.FaultLocalization);

        api.Behave(LabAnswers.Named("openai/server-error"));
        await FailAsync();
        api.Heal();
        await RecoverAsync(receiver);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { _one, _other })
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task FailAsync()
    {
        var list = await UntilAsync(
            () => _other.GetJsonAsync("/api/incidents?state=open"), answer => answer.GetProperty("incidents").GetArrayLength() > 0);
        Opened = Assert.Single(list.GetProperty("incidents").EnumerateArray()).Deserialize(ProbeFleetJson.Default.Incident)!;
        Opened = await UntilAsync(IncidentAsync, known => known.Affected.Count == 2);
        Packet = await GetAsync(_one, $"{Path}/packet", ProbeFleetJson.Default.Packet);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/probes/{Packet.ProbeId}/packet");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/markdown"));
        using var markdown = await _one.Client.SendAsync(request, Stop);
        Markdown = (markdown.Content.Headers.ContentType?.MediaType, await markdown.Content.ReadAsStringAsync(Stop));
        Metrics = await _one.Client.GetStringAsync("/api/metrics", Stop);

        using var asked = await _one.PostAsync($"{Path}/verification", """{"reason":"too early, sk-proj-planted0123456789abcdefghij"}""");
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Refused = await UntilAsync(IncidentAsync, known => known.Verifications is [.., { Outcome: VerificationOutcome.Refused }]);
    }

    private async Task RecoverAsync(WebhookReceiver receiver)
    {
        using var asked = await _other.PostAsync($"{Path}/verification", "");
        Asked = (asked.StatusCode, asked.Headers.Location?.ToString());
        Closed = await UntilAsync(IncidentAsync, known => known.State is IncidentState.Closed);
        ClosedText = (await _one.GetJsonAsync(Path)).GetRawText();
        using var verification = await _one.PostAsync($"{Path}/verification", "");
        using var question = await _one.PostAsync($"{Path}/question", "");
        AfterTheEnd = (verification.StatusCode, question.StatusCode);
        await UntilAsync(IncidentAsync, _ => receiver.Accepted.Count >= 3);
        var later = Closed.ClosedAt!.Value.AddSeconds(15);
        await UntilAsync(
            () => _one.GetJsonAsync("/api/probes?top=1"),
            page => page.GetProperty("results").EnumerateArray()
                .Any(result => result.GetProperty("startedAt").GetDateTimeOffset() > later));
        Messages = [.. receiver.Accepted.Select(message => message.Body)];
        Incidents = (await _one.GetJsonAsync("/api/incidents")).GetProperty("incidents").GetArrayLength();
    }

    private Task<VantageApp> StartAsync(string name, WebhookReceiver receiver) => VantageApp.StartAsync(
        _azurite.Server.ConnectionString,
        _folder.FullName,
        name,
        new()
        {
            ["ProbeSchedule"] = "*/10 * * * * *",
            ["ServeSchedule"] = "* * * * * *",
            ["JudgeSchedule"] = "* * * * * *",
            ["HOOK"] = $"{receiver.Url}",
            ["HOOK_KEY"] = Secret,
        });

    private Task<Incident> IncidentAsync() => GetAsync(_one, Path, ProbeFleetJson.Default.Incident);

    private static async Task<T> GetAsync<T>(VantageApp app, string path, JsonTypeInfo<T> type) =>
        (await app.GetJsonAsync(path)).Deserialize(type)!;

    private static string Configuration(LabApi api) => VantageApp.Configuration(api, "a").TrimEnd()[..^1] + """
        , "probe": { "depth": "authenticated" },
          "incidents": { "window": "00:05:00", "notify": [ { "kind": "webhook", "url": "env:HOOK", "secret": "env:HOOK_KEY" } ] } }
        """;

    private static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> isDone)
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
