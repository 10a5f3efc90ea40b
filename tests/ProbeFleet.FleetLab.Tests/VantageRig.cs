using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Azurite;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>One vantage's surroundings: an Azurite of its own, an API that counts, and a folder that outlives the process.</summary>
internal sealed class VantageRig : IAsyncDisposable
{
    private static readonly VantagePlace Place = new()
    {
        Name = "lab",
        Region = "loopback",
        VirtualNetwork = "vnet-lab",
        Description = "on loopback",
    };

    private readonly LabFolder _folder = LabFolder.Create("rig");

    private VantageRig(AzuriteServer storage, LabApi api) => (Storage, Api) = (storage, api);

    public AzuriteServer Storage { get; }

    public LabApi Api { get; }

    public string Spool => Path.Combine(_folder.Path, $"spool-{Place.Name}");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<VantageRig> StartAsync()
    {
        var (azurite, missing) = await AzuriteInstallation.FindAsync(Stop);
        Assert.SkipWhen(azurite is null, missing ?? "");
        return new(await AzuriteServer.StartAsync(azurite!, Stop), await LabApi.StartAsync(new(), Stop));
    }

    /// <summary>Starts the vantage; again after it was killed. Its rounds run when a test says so.</summary>
    public Task<VantageProcess> StartVantageAsync() => VantageProcess.StartAsync(
        Place, new() { Storage = Storage.ConnectionString, Folder = _folder.Path, Key = "a-function-key-for-tests-and-nobody-else" }, Stop);

    /// <summary>
    /// The text of a fleet.json with so many healthy routes, and more. A probe may take as long as a loaded machine needs.
    /// </summary>
    /// <param name="routes">How many.</param>
    /// <param name="headerTimeout">How long a route may take for its headers.</param>
    /// <param name="more">Other routes.</param>
    public string Configuration(int routes, string headerTimeout = "00:00:20", params IReadOnlyList<(string Name, Uri BaseUrl)> more)
    {
        var all = Enumerable.Range(1, routes).Select(
            number => (Name: $"route-{number}", BaseUrl: Api.BaseUrl(LabPersona.OpenAI))).Concat(more);
        return new JsonObject
        {
            ["routes"] = new JsonArray([.. all.Select(route => new JsonObject
            {
                ["name"] = route.Name,
                ["kind"] = "openai",
                ["baseUrl"] = route.BaseUrl.ToString(),
                ["model"] = "gpt-4.1-nano",
                ["credential"] = "env:OPENAI_API_KEY",
            })]),
            ["probe"] = new JsonObject
            {
                ["timeout"] = "00:00:20",
                ["connectTimeout"] = "00:00:20",
                ["tlsTimeout"] = "00:00:20",
                ["headerTimeout"] = headerTimeout,
            },
        }.ToJsonString();
    }

    public static async Task ApplyAsync(VantageProcess vantage, string configuration)
    {
        var answer = await vantage.CallAsync(HttpMethod.Put, "/api/config", configuration, Stop);
        Assert.True(answer.TryGetProperty("version", out _), answer.GetRawText());
    }

    /// <summary>Runs a round.</summary>
    /// <returns>How many results the app says it had.</returns>
    public static async Task<int> RoundAsync(VantageProcess vantage)
    {
        var round = await vantage.CallAsync(HttpMethod.Post, "/api/rounds", null, Stop);
        Assert.Equal("ran", round.GetProperty("outcome").GetString());
        return round.GetProperty("results").GetInt32();
    }

    /// <summary>Everything that is stored, through the API; fails when a row cannot be read.</summary>
    public static async Task<List<ProbeResult>> StoredAsync(VantageProcess vantage, string path = "/api/probes?top=1000")
    {
        List<ProbeResult> all = [];
        for (var link = path; link is not null;)
        {
            var page = await vantage.GetAsync(link, Stop);
            Assert.Equal(0, page.GetProperty("unreadable").GetInt32());
            all.AddRange(page.GetProperty("results").EnumerateArray().Select(
                result => result.Deserialize(ProbeFleetJson.Default.ProbeResult)!));
            link = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Storage.DisposeAsync();
        _folder.Dispose();
    }
}
