using System.Text.Json;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>
/// One worker for the tests that leave it as it was: a healthy route and a failing one, an incident, and a fleet-wide request.
/// </summary>
public sealed class RunningVantage(PublishedVantage published) : IAsyncLifetime
{
    private AzuriteServer? _storage;
    private LabApi? _failing;

    internal FunctionsWorker Worker { get; private set; } = null!;

    internal string Storage => _storage!.ConnectionString;

    /// <summary>What stands for <c>{probe}</c>, <c>{incident}</c> and <c>{request}</c> in a path.</summary>
    internal IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        _storage = await published.StartStorageAsync();
        _failing = await LabApi.StartAsync(new(), CancellationToken.None);
        var incident = await OpenIncidentAsync();
        Worker = await published.StartAsync(Storage);
        await AssertTickedAsync("ProbeOnSchedule");
        var probes = await AssertCalledAsync(Worker, "GetProbes", "GET", "/api/probes?route=a&top=1", null, 200);
        var request = await AssertCalledAsync(Worker, "CreateProbes", "POST", "/api/probes", """{"routes":["a"],"scope":"fleet"}""", 202);
        Ids = new Dictionary<string, string>
        {
            ["{probe}"] = probes.GetProperty("results")[0].GetProperty("id").GetString()!,
            ["{incident}"] = incident,
            ["{request}"] = request.GetProperty("id").GetString()!,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await _failing!.DisposeAsync();
        await _storage!.DisposeAsync();
    }

    internal Task AssertTickedAsync(string function) => AssertTickedAsync(Worker, function);

    /// <summary>
    /// A route that fails in two rounds is an incident. Another worker of the same vantage runs them, 5 s apart, so that no test waits for
    /// a minute.
    /// </summary>
    private async Task<string> OpenIncidentAsync()
    {
        await using var quick = await published.StartAsync(Storage, ("ProbeSchedule", "*/5 * * * * *"));
        var fleet = PublishedVantage.Configuration([("a", published.Healthy), ("b", _failing!.BaseUrl(LabPersona.OpenAI))]);
        await AssertCalledAsync(quick, "PutConfig", "PUT", "/api/config", fleet, 200);
        await AssertTickedAsync(quick, "ProbeOnSchedule");
        _failing.Behave(LabAnswers.Named("openai/server-error"));
        string? incident = null;
        await PublishedVantage.UntilAsync(async () =>
        {
            await AssertTickedAsync(quick, "ProbeOnSchedule");
            await AssertTickedAsync(quick, "JudgeOnSchedule");
            var incidents = await AssertCalledAsync(quick, "GetIncidents", "GET", "/api/incidents", null, 200);
            incident = incidents.GetProperty("incidents").EnumerateArray().Select(
                one => one.GetProperty("id").GetString()).FirstOrDefault();
            return incident is not null;
        });
        return incident!;
    }

    private static async Task AssertTickedAsync(FunctionsWorker worker, string function) =>
        Assert.Equal(new InvocationEnd("Success", null), await worker.TickAsync(function, TestContext.Current.CancellationToken));

    private static async Task<JsonElement> AssertCalledAsync(
        FunctionsWorker worker, string function, string method, string path, string? body, int status)
    {
        using var called = await worker.CallAsync(function, method, path, body);
        Assert.Equal((status, new InvocationEnd("Success", null)), (called.Status, called.End));
        return await called.ReadJsonAsync();
    }
}

/// <summary>The one worker of several classes, which take turns.</summary>
[CollectionDefinition(Name)]
public sealed class OneRunningVantage : ICollectionFixture<RunningVantage>
{
    public const string Name = "One running worker";
}
