using Azure.Data.Tables;
using ProbeFleet.Azurite;
using ProbeFleet.Core.Model;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FleetLab;
using ProbeFleet.WorkerLab.Tests;

[assembly: AssemblyFixture(typeof(PublishedVantage))]

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>The app, published once for all tests; and how a worker of it is started as a vantage.</summary>
public sealed class PublishedVantage : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();

    /// <summary>Its rounds begin 2 ms after their tick; other names wait up to 6 s, so that a fleet's do not all fire at once.</summary>
    internal const string Name = "pub";

    internal PublishedApp App { get; private set; } = null!;

    /// <summary>A healthy API.</summary>
    internal LabApi Api { get; private set; } = null!;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("probefleet-worker-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An account of its own for a test.</summary>
    internal Task<AzuriteServer> StartStorageAsync() => _azurite.StartAnotherAsync(Stop);

    /// <summary>Starts a worker.</summary>
    /// <param name="storage">The connection string.</param>
    /// <param name="settings">Settings that differ.</param>
    internal Task<FunctionsWorker> StartAsync(string storage, params IEnumerable<(string Name, string Value)> settings)
    {
        Dictionary<string, string?> environment = new(LabTrust.Install().Environment.ToDictionary(
            one => one.Key, one => (string?)one.Value))
        {
            ["PROBEFLEET_VANTAGE"] = Name,
            ["PROBEFLEET_STORAGE"] = storage,
            ["PROBEFLEET_CONFIG"] = null,
            // As on a new machine, where the framework makes itself keys and caches.
            ["HOME"] = Directory.CreateDirectory(Path.Combine(Folder, $"home-{Guid.CreateVersion7()}")).FullName,
            ["PROBEFLEET_SPOOL"] = Path.Combine(Folder, $"spool-{Guid.CreateVersion7()}"),
            ["ProbeSchedule"] = "0 * * * * *",
            ["ServeSchedule"] = "*/10 * * * * *",
            ["JudgeSchedule"] = "30 * * * * *",
            ["PurgeSchedule"] = "0 0 3 * * *",
            ["OPENAI_API_KEY"] = LabCredentials.OpenAIKey,
            ["PROBEFLEET_CREDENTIALS"] = "OPENAI_API_KEY@localhost,OPENAI_API_KEY@127.0.0.1",
            ["PROBEFLEET_ALLOW_PRIVATE"] = "true",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return FunctionsWorker.StartAsync(App, environment, Stop);
    }

    /// <summary>The text of a fleet.json.</summary>
    /// <param name="routes">Names and base URLs.</param>
    /// <param name="concurrency">Probes at the same time.</param>
    internal static string Configuration(IEnumerable<(string Name, Uri BaseUrl)> routes, int concurrency = 8) => $$"""
        {
          "probe": { "depth": "authenticated", "timeout": "00:01:00", "tlsTimeout": "00:01:00", "concurrency": {{concurrency}} },
          "routes": [ {{string.Join(", ", routes.Select(route => $$"""
            {
              "name": "{{new RouteName(route.Name)}}", "kind": "openai", "baseUrl": "{{route.BaseUrl}}",
              "model": "gpt-4.1-nano", "credential": "env:OPENAI_API_KEY", "proxy": "none"
            }
            """))}} ]
        }
        """;

    /// <summary>Writes a fleet.json.</summary>
    /// <returns>Its path.</returns>
    internal async Task<string> WriteConfigurationAsync(string json)
    {
        var path = Path.Combine(Folder, $"fleet-{Guid.CreateVersion7()}.json");
        await File.WriteAllTextAsync(path, json, Stop);
        return path;
    }

    internal Uri Healthy => Api.BaseUrl(LabPersona.OpenAI);

    /// <summary>The routes of the stored results, one for each result.</summary>
    internal static async Task<List<string>> StoredAsync(string storage)
    {
        List<string> routes = [];
        await foreach (var row in RowsAsync(storage, "ProbeResults"))
        {
            routes.Add(row.RowKey.Split('|')[0]);
        }

        return routes;
    }

    /// <summary>All rows of a table, none when there is no table.</summary>
    internal static async IAsyncEnumerable<TableEntity> RowsAsync(string storage, string name)
    {
        var service = new TableServiceClient(storage);
        await foreach (var table in service.QueryAsync(table => table.Name == name, cancellationToken: Stop))
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Stop))
            {
                yield return row;
            }
        }
    }

    /// <summary>Waits for what another process does.</summary>
    internal static Task UntilAsync(Func<Task<bool>> isSo) => Waiting.ForAsync("What another process does", isSo, found => found, Stop);

    public async ValueTask InitializeAsync()
    {
        LabTrust.Install();
        var publishing = PublishedApp.PublishAsync(CancellationToken.None);
        await _azurite.InitializeAsync();
        Api = await LabApi.StartAsync(new(), CancellationToken.None);
        App = await publishing;
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _azurite.DisposeAsync();
        await App.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
