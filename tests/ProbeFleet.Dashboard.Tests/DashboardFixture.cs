using ProbeFleet.Azurite;
using ProbeFleet.Dashboard.Tests.Seeding;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Storage;

[assembly: AssemblyFixture(typeof(ProbeFleet.Dashboard.Tests.DashboardFixture))]

// What a page takes is measured while no other test draws one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ProbeFleet.Dashboard.Tests;

/// <summary>
/// Apps over accounts: a fleet of 60 × 30 with 30 days, three vantages with a living incident, three of which one is slow, and others.
/// Each is made when a test asks for it.
/// </summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, SeededApp> _apps = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-dashboard-");

    internal Task<SeededApp> BigAsync() => AppAsync("big", async storage =>
    {
        await BigFleet.SeedAsync(storage, Now, TestContext.Current.CancellationToken);
        return default;
    });

    internal Task<SeededApp> LivingAsync() =>
        AppAsync("living", async storage => (await LivingIncident.SeedAsync(storage, Now, TestContext.Current.CancellationToken), default));

    internal Task<SeededApp> SlowAsync() =>
        AppAsync("slow", storage => SlowFleet.SeedAsync(storage, Now, TestContext.Current.CancellationToken));

    /// <summary>Markup everywhere, and a vantage that lives: the app itself, which has probed its route once.</summary>
    internal Task<SeededApp> PlantedAsync() => AppAsync(
        "planted", storage => Planted.SeedAsync(
            storage, Now, TestContext.Current.CancellationToken), app => app.PostAsync("/api/rounds", ""));

    /// <summary>An app with nothing but its own route and an open incident of it.</summary>
    internal async Task<(SeededApp App, Guid Incident)> OpenOneAsync()
    {
        var app = await AppAsync("verifying", _ => Task.FromResult<(Guid, Guid)>(default), app => app.PostAsync("/api/rounds", ""));
        using var storage = FleetStorage.Connect(app.Server.ConnectionString, null, TimeProvider.System);
        var page = await storage.QueryResultsAsync(
            new() { Vantage = new("lab"), Route = new("lab"), From = Now.AddHours(-1), To = Now.AddHours(1), Top = 1 },
            TestContext.Current.CancellationToken);
        return (app, await Planted.OpenAsync(storage, page.Results[0], TestContext.Current.CancellationToken));
    }

    public ValueTask InitializeAsync() => _azurite.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
        {
            await app.DisposeAsync();
        }

        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<SeededApp> AppAsync(
        string name, Func<FleetStorage, Task<(Guid Incident, Guid Probe)>> seed, Func<VantageApp, Task>? begin = null)
    {
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_apps.TryGetValue(name, out var app))
            {
                var server = await _azurite.StartAnotherAsync(TestContext.Current.CancellationToken);
                using var storage = FleetStorage.Connect(server.ConnectionString, null, TimeProvider.System);
                var (incident, probe) = await seed(storage);
                var api = await LabApi.StartAsync(new(), CancellationToken.None);
                var folder = _folder.CreateSubdirectory(name);
                await File.WriteAllTextAsync(
                    Path.Combine(folder.FullName, "fleet.json"),
                    VantageApp.Configuration(api, "lab").Replace(
                        "\"proxy\"", "\"vantages\": [\"lab\"], \"proxy\"", StringComparison.Ordinal));
                var vantage = await VantageApp.StartAsync(server.ConnectionString, folder.FullName);
                _apps[name] = app = new(server, vantage, api, incident, probe);
                await (begin?.Invoke(app.App) ?? Task.CompletedTask);
            }

            return app;
        }
        finally
        {
            _one.Release();
        }
    }
}

/// <summary>An app over a seeded account.</summary>
internal sealed record SeededApp(AzuriteServer Server, VantageApp App, LabApi Api, Guid Incident, Guid Probe) : IAsyncDisposable
{
    public Dictionary<string, object?> Told => new()
    {
        ["url"] = App.Client.BaseAddress!.ToString().TrimEnd('/'),
        ["key"] = VantageApp.Key,
        ["incident"] = Incident,
    };

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Api.DisposeAsync();
        await Server.DisposeAsync();
    }
}
