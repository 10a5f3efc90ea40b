using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FleetLab;

/// <summary>Three vantages of one fleet on this machine, with their storage account. Disposing stops and removes all of it.</summary>
public sealed class LabFleet : IAsyncDisposable
{
    private readonly LabFolder _folder = LabFolder.Create("fleet");
    private readonly List<VantageProcess> _vantages = [];

    private LabFleet(LabSite site, AzuriteServer storage) => (Site, Storage) = (site, storage);

    /// <summary>The API, the places and their faults.</summary>
    public LabSite Site { get; }

    /// <summary>The storage account.</summary>
    public AzuriteServer Storage { get; }

    /// <summary>The vantages that run, in the order of <see cref="LabSite.Places"/>.</summary>
    public IReadOnlyList<VantageProcess> Vantages => _vantages;

    /// <summary>The function key of all of them.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Starts API, storage and vantages; there is no configuration yet.</summary>
    /// <param name="schedule">Rounds, NCRONTAB.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">Something did not start; the message has its words.</exception>
    public static async Task<LabFleet> StartAsync(string schedule, CancellationToken cancellationToken)
    {
        var (azurite, missing) = await AzuriteInstallation.FindAsync(cancellationToken);
        var executable = azurite ?? throw new InvalidOperationException($"{missing}: run eng/install-lab.sh");
        var site = await LabSite.StartAsync(cancellationToken);
        LabFleet? fleet = null;
        try
        {
            fleet = new(site, await AzuriteServer.StartAsync(executable, site.StorageAddress, cancellationToken));
            var settings = fleet.Settings(schedule);
            foreach (var starting in site.Places.Select(place => VantageProcess.StartAsync(place, settings, cancellationToken)).ToList())
            {
                fleet._vantages.Add(await starting);
            }

            return fleet;
        }
        catch
        {
            await (fleet?.DisposeAsync() ?? site.DisposeAsync());
            throw;
        }
    }

    /// <summary>The text of a fleet.json: the direct OpenAI route, an Azure one, and a gateway before the first.</summary>
    public string Configuration()
    {
        var routes = new JsonArray(
            Route("openai", "openai", LabPersona.OpenAI, "gpt-4.1-nano", "env:OPENAI_API_KEY"),
            Route("aoai-swe", "azure-openai", LabPersona.AzureOpenAI, "chat", "env:AZURE_OPENAI_API_KEY"),
            Route("gateway", "gateway", LabPersona.LiteLlm, "gpt-4.1-nano", "env:GATEWAY_KEY"));
        routes[1]!["apiVersion"] = "v1";
        routes[2]!["fronts"] = "openai";
        var probe = new JsonObject { ["timeout"] = "00:00:04", ["connectTimeout"] = "00:00:02", ["tlsTimeout"] = "00:00:02", ["headerTimeout"] = "00:00:03" };
        return new JsonObject { ["routes"] = routes, ["probe"] = probe }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_vantages.Select(vantage => vantage.DisposeAsync().AsTask()));
        await Storage.DisposeAsync();
        await Site.DisposeAsync();
        _folder.Dispose();
    }

    private VantageSettings Settings(string schedule) => new()
    {
        Storage = Storage.ConnectionString,
        Folder = _folder.Path,
        Key = Key,
        ProbeSchedule = schedule,
        ServeSchedule = "* * * * * *",
        JudgeSchedule = schedule,
    };

    private JsonObject Route(string name, string kind, LabPersona persona, string model, string credential) => new()
    {
        ["name"] = name,
        ["kind"] = kind,
        ["baseUrl"] = Site.BaseUrls[persona].ToString(),
        ["model"] = model,
        ["credential"] = credential,
    };
}
