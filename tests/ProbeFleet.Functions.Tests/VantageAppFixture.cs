using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Functions.Tests;

/// <summary>One app with an Azurite and a lab API of two routes, for a test class.</summary>
public sealed class VantageAppFixture : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private VantageApp? _app;

    internal VantageApp App
    {
        get
        {
            _ = _azurite.Server;
            return _app!;
        }
    }

    internal AzuriteFixture Azurite => _azurite;

    internal LabApi Api { get; private set; } = null!;

    internal DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("probefleet-app-");

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        Api = await LabApi.StartAsync(new(), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Folder.FullName, "fleet.json"), VantageApp.Configuration(Api, "a", "b"));
        _app = await VantageApp.StartAsync(_azurite.Server.ConnectionString, Folder.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Api.DisposeAsync();
        await _azurite.DisposeAsync();
        Folder.Delete(recursive: true);
    }
}
