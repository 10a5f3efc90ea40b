using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Servers;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Incidents.Notifications;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Storage;

namespace ProbeFleet.Fleet.Tests.Incidents;

/// <summary>
/// Two vantages and two routes in an Azurite of their own: a test says what fails in a round; judges are processes of it.
/// </summary>
internal sealed class JudgedFleet : IAsyncDisposable, ILoggerProvider, ILogger
{
    public const string Secret = "planted-hmac-key-of-24-or-more-9Zw";

    private static readonly string[] Vantages = ["eu", "us"];
    private static readonly string[] Routes = ["a", "b"];

    private readonly string _folder = Directory.CreateTempSubdirectory("probefleet-judge-").FullName;
    private readonly List<IDisposable> _owned = [];

    public required AzuriteServer Server { get; init; }

    /// <summary>The second account; null for none.</summary>
    public AzuriteServer? Second { get; private init; }

    public ManualClock Clock { get; } = new();

    public WebhookReceiver Receiver { get; } = new();

    public FleetStorage Storage { get; private set; } = null!;

    public LossyWay Way { get; } = new();

    /// <summary>Every call to storage: method and table.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    public List<string> Logged { get; } = [];

    public List<IReadOnlyList<KeyValuePair<string, object?>>> Attributes { get; } = [];

    public static bool Healthy(string vantage, string route) => false;

    public static bool EuropeDown(string vantage, string route) => vantage is "eu";

    public static IncidentNotice Notice(WebhookMessage message) =>
        JsonSerializer.Deserialize(message.Body, ProbeFleetJson.Default.IncidentNotice)!;

    public static async Task<JudgedFleet> StartAsync(AzuriteFixture azurite, string kind = "webhook", bool hasSecond = false)
    {
        var fleet = new JudgedFleet
        {
            Server = await azurite.StartAnotherAsync(TestContext.Current.CancellationToken),
            Second = hasSecond ? await azurite.StartAnotherAsync(TestContext.Current.CancellationToken) : null,
        };
        fleet.Storage = fleet.Connect(fleet.Clock);
        await fleet.Receiver.StartAsync(TestContext.Current.CancellationToken);
        await fleet.ConfigureAsync(Routes, $$"""{ "kind": "{{kind}}", "url": "env:HOOK", "secret": "env:HOOK_KEY" }""");
        return fleet;
    }

    /// <summary>Applies another configuration.</summary>
    public Task ConfigureAsync(IEnumerable<string> routes, string receivers) => System.IO.File.WriteAllTextAsync(File, $$"""
        { "routes": [ {{string.Join(", ", routes.Select(Configured))}} ], "incidents": { "notify": [ {{receivers}} ] } }
        """);

    /// <summary>A judge as a process of its own would have it.</summary>
    /// <param name="clock">Its machine's clock; null for the right one.</param>
    /// <param name="judgings">The time between two judgements; null for the time between two rounds.</param>
    public FleetJudge NewJudge(TimeProvider? clock = null, TimeSpan? judgings = null)
    {
        var own = clock ?? Clock;
        var storage = Connect(own);
        var surroundings = Lab.Surroundings with
        {
            Clock = own,
            Environment = name => name switch { "HOOK" => $"{Receiver.Url}", "HOOK_KEY" => Secret, _ => null },
        };
        var sender = new NoticeSender(surroundings);
        _owned.Add(sender);
        var process = ProcessIdentity.Open(
            Directory.CreateDirectory(Path.Combine(_folder, $"{_owned.Count}")).FullName, Lab.VantageNamed("eu"));
        _owned.Add(process);
        var timing = new RoundTiming(TimeSpan.FromMinutes(1));
        timing = judgings is { } apart ? timing with { Judgings = (_, count) => count * apart } : timing;
        var watch = new JudgeWatch(timing, storage, new ProbeTelemetry(this), own, new Logger<JudgeWatch>(new LoggerFactory([this])));
        _owned.Add(watch);
        var questions = new IncidentQuestions(storage, own, new Logger<IncidentQuestions>(new LoggerFactory([this])));
        _owned.Add(questions);
        return new(
            process,
            timing,
            CurrentConfiguration.OfFile(File, own),
            new WindowReader(storage, new Logger<WindowReader>(new LoggerFactory([this]))),
            questions,
            new NoticeDelivery(storage, sender, own, new Logger<NoticeDelivery>(new LoggerFactory([this]))),
            watch,
            new ProbeTelemetry(this),
            storage,
            own,
            new Logger<FleetJudge>(new LoggerFactory([this])));
    }

    /// <summary>What asks an incident's next question, as a process of its own would have it.</summary>
    public IncidentQuestions NewQuestions()
    {
        var questions = new IncidentQuestions(Connect(Clock), Clock, new Logger<IncidentQuestions>(new LoggerFactory([this])));
        _owned.Add(questions);
        return questions;
    }

    /// <summary>A minute passes in which every vantage probes every route.</summary>
    public async Task RoundAsync(Func<string, string, bool> fails, Func<string, string, SlowStage?>? slow = null)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var vantage in Vantages)
        {
            var place = Lab.VantageNamed(vantage) with { Region = vantage, Network = $"vnet-{vantage}" };
            ProbeResult[] results =
            [
                .. Routes.Select(route =>
                {
                    var outcome = fails(vantage, route) ? ProbeOutcome.Failed : ProbeOutcome.Passed;
                    return Sample.Result(route, outcome, Clock.GetUtcNow(), vantage: place) with { Slow = slow?.Invoke(vantage, route) };
                }),
            ];
            await Storage.SaveResultsAsync(results, TestContext.Current.CancellationToken);
            await Storage.RecordSnapshotsAsync(results, TestContext.Current.CancellationToken);
            await Storage.SaveHeartbeatAsync(new() { Vantage = place, At = Clock.GetUtcNow() }, TestContext.Current.CancellationToken);
        }

        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>Rounds, each judged.</summary>
    public async Task PassAsync(
        FleetJudge judge, int rounds, Func<string, string, bool> fails, Func<string, string, SlowStage?>? slow = null)
    {
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(fails, slow);
            await judge.RunAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The keys of a table's rows.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string name) =>
        await new TableServiceClient(Server.ConnectionString).GetTableClient(name).QueryAsync<TableEntity>(
            cancellationToken: TestContext.Current.CancellationToken).Select(row => row.RowKey).ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>Spoils rows of a table for every reader.</summary>
    /// <param name="key">The row's key; null for all rows.</param>
    public async Task SpoilAsync(string name, string? key = null)
    {
        var options = new TableClientOptions();
        Configure(options);
        var table = new TableServiceClient(Server.ConnectionString, options).GetTableClient(name);
        await foreach (var row in table.QueryAsync<TableEntity>(
            key is null ? null : $"RowKey eq '{key}'", cancellationToken: TestContext.Current.CancellationToken))
        {
            row["Schema"] = "none";
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, TestContext.Current.CancellationToken);
        }
    }

    public async Task<IReadOnlyList<Incident>> IncidentsAsync() =>
        [.. (await Storage.ReadIncidentsAsync(null, 100, TestContext.Current.CancellationToken)).Values.Select(stored => stored.Incident)];

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(owned => owned.Dispose());
        await Receiver.DisposeAsync();
        await Server.DisposeAsync();
        await (Second?.DisposeAsync() ?? default);
        Directory.Delete(_folder, recursive: true);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Logged.Add($"{formatter(state, exception)} {exception}");
        if (state is IReadOnlyList<KeyValuePair<string, object?>> attributes)
        {
            Attributes.Add(attributes);
        }
    }

    public void Dispose()
    {
    }

    private string File => Path.Combine(_folder, "fleet.json");

    private static string Configured(string route) => $$"""
        { "name": "{{route}}", "kind": "openai", "baseUrl": "https://{{route}}.example.com/v1", "model": "m", "credential": "env:LAB_KEY" }
        """;

    private FleetStorage Connect(TimeProvider clock)
    {
        var storage = FleetStorage.Connect(Server.ConnectionString, null, clock, Configure, Second?.ConnectionString);
        _owned.Add(storage);
        return storage;
    }

    private void Configure(TableClientOptions options)
    {
        options.Transport = StoreTime.By(Clock);
        options.AddPolicy(new Recorder(Calls), HttpPipelinePosition.PerRetry);
        options.AddPolicy(Way, HttpPipelinePosition.PerRetry);
    }

    private sealed class Recorder(ConcurrentQueue<string> calls) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => calls.Enqueue(LossyWay.NameOf(message.Request));
    }
}
