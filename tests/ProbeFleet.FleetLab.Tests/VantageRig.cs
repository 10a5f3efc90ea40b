using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Azurite;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Json;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>One vantage's surroundings: an Azurite of its own, an API that counts, and a folder that outlives the process.</summary>
internal sealed class VantageRig : IAsyncDisposable
{
    private const string EachTwoSeconds = "*/2 * * * * *";

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

    /// <summary>Starts the vantage; again after it was killed.</summary>
    /// <param name="schedule">Its rounds.</param>
    public Task<VantageProcess> StartVantageAsync(string schedule = EachTwoSeconds) => VantageProcess.StartAsync(
        Place, new() { Storage = Storage.ConnectionString, Folder = _folder.Path, Key = "a-function-key-for-tests", ProbeSchedule = schedule }, Stop);

    /// <summary>The text of a fleet.json with so many healthy routes, and more.</summary>
    public string Configuration(int routes, params IReadOnlyList<(string Name, Uri BaseUrl)> more)
    {
        var all = Enumerable.Range(1, routes).Select(number => (Name: $"route-{number}", BaseUrl: Api.BaseUrl(LabPersona.OpenAI))).Concat(more);
        return new JsonObject
        {
            ["routes"] = new JsonArray([.. all.Select(route => new JsonObject
            {
                ["name"] = route.Name,
                ["kind"] = "openai",
                ["baseUrl"] = route.BaseUrl.ToString(),
                ["model"] = "gpt-4.1-nano",
                ["credential"] = "env:OPENAI_API_KEY",
                ["vantages"] = routes == 0 ? new JsonArray("nobody") : new JsonArray("*"),
            })]),
            ["probe"] = new JsonObject { ["timeout"] = "00:00:01", ["connectTimeout"] = "00:00:01", ["tlsTimeout"] = "00:00:01", ["headerTimeout"] = "00:00:01" },
        }.ToJsonString();
    }

    public static async Task ApplyAsync(VantageProcess vantage, string configuration)
    {
        var answer = await vantage.CallAsync(HttpMethod.Put, "/api/config", configuration, Stop);
        Assert.True(answer.TryGetProperty("version", out _), answer.GetRawText());
    }

    /// <summary>Takes all routes away, and waits until a round had none and nothing waits for storage: then every number stands still.</summary>
    public async Task SettleAsync(VantageProcess vantage)
    {
        await ApplyAsync(vantage, Configuration(0, ("unprobed", Api.BaseUrl(LabPersona.OpenAI))));
        await UntilAsync(vantage, health => health.GetProperty("lastRoundResults").GetInt32() == 0 && health.GetProperty("spoolResults").GetInt32() == 0);
    }

    /// <summary>Asks for the vantage's health until it is as wanted.</summary>
    public static Task<JsonElement> UntilAsync(VantageProcess vantage, Func<JsonElement, bool> isWanted) =>
        Waiting.ForAsync("the wanted health", () => vantage.GetAsync("/api/health", Stop), isWanted, Stop);

    /// <summary>Waits for so many more rounds.</summary>
    public static async Task<JsonElement> RoundsAsync(VantageProcess vantage, int rounds)
    {
        var health = await vantage.GetAsync("/api/health", Stop);
        for (var round = 0; round < rounds; round++)
        {
            var before = LastRoundAt(health);
            health = await UntilAsync(vantage, next => LastRoundAt(next) != before);
        }

        return health;
    }

    /// <summary>Everything that is stored, through the API; fails when a row cannot be read.</summary>
    public static async Task<List<ProbeResult>> StoredAsync(VantageProcess vantage, string path = "/api/probes?top=1000")
    {
        List<ProbeResult> all = [];
        for (var link = path; link is not null;)
        {
            var page = await vantage.GetAsync(link, Stop);
            Assert.Equal(0, page.GetProperty("unreadable").GetInt32());
            all.AddRange(page.GetProperty("results").EnumerateArray().Select(result => result.Deserialize(ProbeFleetJson.Default.ProbeResult)!));
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

    private static string? LastRoundAt(JsonElement health) => health.TryGetProperty("lastRoundAt", out var at) ? at.GetString() : null;
}
