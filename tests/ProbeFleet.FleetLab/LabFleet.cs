using System.Security.Cryptography;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FleetLab;

/// <summary>Three vantages of one fleet on this machine, with their storage account. Disposing stops and removes all of it.</summary>
public sealed class LabFleet : IAsyncDisposable
{
    private const string WebhookVariable = "INCIDENT_WEBHOOK";

    private readonly LabFolder _folder = LabFolder.Create("fleet");
    private readonly List<VantageProcess> _vantages = [];

    private readonly Uri? _webhook;

    private LabFleet(LabSite site, AzuriteServer storage, Uri? webhook) => (Site, Storage, _webhook) = (site, storage, webhook);

    /// <summary>The API, the places and their faults.</summary>
    public LabSite Site { get; }

    /// <summary>The storage account.</summary>
    public AzuriteServer Storage { get; }

    /// <summary>The vantages that run, in the order of <see cref="LabSite.Places"/>.</summary>
    public IReadOnlyList<VantageProcess> Vantages => _vantages;

    /// <summary>The function key of all of them.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Starts storage and vantages at a site; there is no configuration yet.</summary>
    /// <param name="site">The site, which is disposed with the fleet, or when the start fails.</param>
    /// <param name="schedule">Rounds, NCRONTAB.</param>
    /// <param name="webhook">Who is told of incidents, at an address that the vantages reach; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">Something did not start; the message has its words.</exception>
    public static async Task<LabFleet> StartAsync(LabSite site, string schedule, Uri? webhook, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        LabFleet? fleet = null;
        try
        {
            var (azurite, missing) = await AzuriteInstallation.FindAsync(cancellationToken);
            var executable = azurite ?? throw new InvalidOperationException($"{missing}: run eng/install-lab.sh");
            fleet = new(site, await AzuriteServer.StartAsync(executable, site.StorageAddress, cancellationToken), webhook);
            var settings = fleet.Settings(schedule);
            var starting = site.Places.Select(place => VantageProcess.StartAsync(place, settings, cancellationToken)).ToList();
            Task started = Task.WhenAll(starting);

            // When one does not start, those that did are the fleet's to stop, and those that are still at it stop themselves first.
            await started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            fleet._vantages.AddRange(starting.Where(vantage => vantage.IsCompletedSuccessfully).Select(vantage => vantage.Result));
            await started;
            return fleet;
        }
        catch
        {
            await (fleet?.DisposeAsync() ?? site.DisposeAsync());
            throw;
        }
    }

    /// <summary>A fleet.json: the direct OpenAI route, an Azure one, and a gateway before the first.</summary>
    public string ConfigurationFile => _folder.Write("fleet.json", Configuration());

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
        Credentials = $"{VantageSettings.Listing(Site.BaseUrls.Values)},{WebhookVariable}@notify",
        Environment = new Dictionary<string, string?> { [WebhookVariable] = _webhook?.ToString() },
    };

    private string Configuration() => $$"""
        {
          "routes": [
            {
              "name": "openai",
              "kind": "openai",
              "baseUrl": "{{Site.BaseUrls[LabPersona.OpenAI]}}",
              "model": "gpt-4.1-nano",
              "credential": "env:OPENAI_API_KEY"
            },
            {
              "name": "aoai-swe",
              "kind": "azure-openai",
              "baseUrl": "{{Site.BaseUrls[LabPersona.AzureOpenAI]}}",
              "model": "chat",
              "apiVersion": "v1",
              "credential": "env:AZURE_OPENAI_API_KEY"
            },
            {
              "name": "gateway",
              "kind": "gateway",
              "baseUrl": "{{Site.BaseUrls[LabPersona.LiteLlm]}}",
              "model": "gpt-4.1-nano",
              "credential": "env:GATEWAY_KEY",
              "fronts": "openai"
            }
          ],
          "probe": { "completionEvery": 1, "timeout": "00:00:20", "connectTimeout": "00:00:10", "tlsTimeout": "00:00:10", "headerTimeout": "00:00:15" },
          "incidents": { "notify": [{{(_webhook is null ? "" : $$"""{ "kind": "webhook", "url": "env:{{WebhookVariable}}" }""")}}] }
        }
        """;
}
