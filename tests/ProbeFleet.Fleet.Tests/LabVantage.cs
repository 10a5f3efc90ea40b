using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Snapshots;

namespace ProbeFleet.Fleet.Tests;

/// <summary>A whole vantage under a name of its own, with its configuration in a file and its results in an Azurite.</summary>
internal sealed class LabVantage : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("probefleet-vantage-").FullName;
    private readonly ProbeSurroundings _surroundings;
    private readonly RoundTiming _timing;

    public LabVantage(
        AzuriteServer server, TimeProvider? clock = null, TimeSpan? interval = null, Action<TableClientOptions>? configure = null,
        IReadOnlyList<ProbeVariant>? forbids = null)
    {
        var surroundings = _surroundings = Lab.Surroundings with { Clock = clock ?? TimeProvider.System, Forbids = forbids ?? [] };
        Storage = FleetStorage.Connect(server.ConnectionString, null, surroundings.Clock, configure);
        Spool = new(Path.Combine(_folder, "spool"), SpoolBounds.Default, surroundings.Clock, NullLogger<ResultSpool>.Instance);
        Recorder = new(Storage, Spool, surroundings.Clock, NullLogger<ResultRecorder>.Instance);
        Configuration = CurrentConfiguration.OfFile(ConfigurationFile, surroundings.Clock);
        Runner = new(surroundings, Vantage, Memory);
        Process = ProcessIdentity.Open(Path.Combine(_folder, "spool"), Vantage);
        Heartbeat = new(Vantage, Process, Storage, surroundings.Clock);
        _timing = new(interval ?? TimeSpan.FromMinutes(1));
        Records = RecordsOf(Memory);
        var lease = new RoundLease(Vantage, Process, Storage, surroundings.Clock, NullLogger<RoundLease>.Instance);
        Rounds = new(
            _timing, lease, Configuration, Runner, Recorder, Records, Telemetry, surroundings.Clock,
            NullLogger<VantageRounds>.Instance);
    }

    public Vantage Vantage { get; } = Lab.VantageNamed($"lab-{Guid.CreateVersion7():N}");

    public ProbeTelemetry Telemetry { get; } = new(NullLogger.Instance);

    public VantageState Memory { get; } = new();

    public FleetStorage Storage { get; }

    public ResultSpool Spool { get; }

    public ResultRecorder Recorder { get; }

    public CurrentConfiguration Configuration { get; }

    public RoundRunner Runner { get; }

    public VantageRecords Records { get; }

    public VantageRounds Rounds { get; }

    public ProcessIdentity Process { get; }

    public StoredHeartbeat Heartbeat { get; }

    public string ConfigurationFile => Path.Combine(_folder, "fleet.json");

    /// <summary>The records as a process with another memory has them.</summary>
    public VantageRecords RecordsOf(VantageState memory) =>
        new(Vantage, _timing, memory, Storage, Heartbeat, _surroundings, NullLogger<VantageRecords>.Instance);

    /// <summary>Another spool, in a folder of its own.</summary>
    public ResultSpool SpoolOf(SpoolBounds bounds) =>
        new(Path.Combine(_folder, $"{Guid.NewGuid():N}"), bounds, TimeProvider.System, NullLogger<ResultSpool>.Instance);

    public ResultRecorder RecorderOf(ResultSpool spool) => new(Storage, spool, TimeProvider.System, NullLogger<ResultRecorder>.Instance);

    /// <summary>A mailbox of a process of this vantage.</summary>
    public ProbeMailbox Mailbox(TimeProvider? clock = null, ILogger<ProbeMailbox>? logger = null) => new(
        Vantage,
        Configuration,
        new OnDemandProbes(Runner, Recorder, Records, Telemetry, clock ?? TimeProvider.System),
        Storage,
        clock ?? TimeProvider.System,
        logger ?? NullLogger<ProbeMailbox>.Instance);

    public void Configure(string probe, params Route[] routes) => File.WriteAllText(ConfigurationFile, Text(probe, routes));

    public static string Text(string probe, params Route[] routes) => $$"""
        { "routes": [ {{string.Join(", ", routes.Select(Text))}} ], "probe": { {{probe}} } }
        """;

    public async Task<IReadOnlyList<ProbeResult>> StoredAsync()
    {
        var page = await Storage.QueryResultsAsync(
            new() { Vantage = Vantage.Name, From = DateTimeOffset.UtcNow.AddDays(-1), To = DateTimeOffset.UtcNow.AddDays(1), Top = 1000 },
            TestContext.Current.CancellationToken);
        Assert.Empty(page.Unreadable);
        Assert.Null(page.Next);
        return page.Results;
    }

    public async Task<IReadOnlyList<RouteSnapshot>> SnapshotsAsync()
    {
        var fleet = await Storage.ReadFleetAsync(TestContext.Current.CancellationToken);
        return [.. fleet.Values.Where(snapshot => snapshot.Vantage == Vantage.Name)];
    }

    public void Dispose()
    {
        Records.Dispose();
        Heartbeat.Dispose();
        Configuration.Dispose();
        Process.Dispose();
        Storage.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(Route route)
    {
        var headers = string.Join(", ", route.Headers.Select(header => $"\"{header.Key}\": \"{header.Value}\""));
        return $$"""
            { "name": "{{route.Name}}", "kind": "{{(headers is "" ? "openai" : "gateway")}}", "baseUrl": "{{route.BaseUrl}}",
              "model": "gpt-4.1-nano", "credential": "env:LAB_KEY",
              "proxy": "none"{{(headers is "" ? "" : $", \"headers\": {{ {headers} }}")}} }
            """;
    }
}
