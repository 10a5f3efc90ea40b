using System.Text.Json.Nodes;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>
/// A fleet.json that names every variable of the worker's own process, each as a credential and as a header for a server that records.
/// </summary>
public sealed class StolenVariableTests(PublishedVantage published)
{
    private const string Planted = "planted-platform-secret-5f2c9e71";

    /// <summary>Of App Service and its host, besides those that the process has anyhow.</summary>
    private static readonly string[] Platform =
    [
        "WEBSITE_AUTH_SIGNING_KEY", "WEBSITE_AUTH_ENCRYPTION_KEY", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_RESOURCE_GROUP",
        "MSI_SECRET",
        "AzureWebJobsStorage", "AzureWebJobsStorage__clientId", "APPSETTING_OPENAI_API_KEY", "APPSETTING_PROBEFLEET_STORAGE",
        "CONTAINER_ENCRYPTION_KEY",
        "MACHINEKEY_DecryptionKey", "SQLAZURECONNSTR_Main", "CUSTOMCONNSTR_Main", "AZURE_CLIENT_SECRET", "OTEL_EXPORTER_OTLP_HEADERS",
        "Host__FunctionKeys__default", "GITHUB_TOKEN", "SOMEBODY_ELSES_KEY",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FleetJson_NamingEveryVariableOfTheProcess_GetsNoneSentButWhatIsListed()
    {
        await using var storage = await published.StartStorageAsync();
        await using var thief = FaultServer.Start(Misbehave.Healthy);
        var file = await published.WriteConfigurationAsync(Routes([("first", "OPENAI_API_KEY")], thief.Http(host: "127.0.0.1")));
        await using var worker = await published.StartAsync(
            storage.ConnectionString,
            [
                .. Platform.Select(name => (name, Planted)),
                ("PROBEFLEET_CONFIG", file), ("PROBEFLEET_CREDENTIALS", "OPENAI_API_KEY@localhost, OTHER@127.0.0.1"),
            ]);
        string[] names = [.. (await File.ReadAllTextAsync($"/proc/{worker.Id}/environ", Stop)).Split(
            '\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=')[0])];
        var nameable = names.Where(name => FleetConfigurationReader.Read(Routes([("one", name)], thief.Http())).IsValid).ToList();
        (string, string)[] routes = [.. nameable.Select((name, index) => ($"steal-{index}", name))];
        await File.WriteAllTextAsync(file, Routes(routes, thief.Http(host: "127.0.0.1")), Stop);

        Assert.Equal(new InvocationEnd("Success", null), await worker.TickAsync("ProbeOnSchedule", Stop));

        Assert.Subset(names.ToHashSet(), Platform.ToHashSet());
        Assert.Contains("SOMEBODY_ELSES_KEY", nameable);
        Assert.DoesNotContain(
            nameable, name => name.StartsWith("PROBEFLEET_", StringComparison.Ordinal) || Platform.SkipLast(2).Contains(name));
        Assert.Empty(thief.Connections);
        var causes = (await worker.GetJsonAsync("GetProbes", "/api/probes?top=1000")).GetProperty("results").EnumerateArray()
            .Select(result => result.GetProperty("diagnosis").GetProperty("cause").GetString()).ToList();
        Assert.Equal(routes.Length, causes.Count);
        Assert.All(causes, cause => Assert.Equal("config.credential-not-allowed", cause));
    }

    private static string Routes(IEnumerable<(string Name, string Variable)> routes, Uri baseUrl) => new JsonObject
    {
        ["probe"] = new JsonObject { ["depth"] = "authenticated" },
        ["routes"] = new JsonArray([.. routes.Select(route => new JsonObject
        {
            ["name"] = route.Name,
            ["kind"] = "gateway",
            ["baseUrl"] = baseUrl.ToString(),
            ["model"] = "m",
            ["credential"] = $"env:{route.Variable}",
            ["headers"] = new JsonObject { ["x-stolen"] = $"env:{route.Variable}" },
            ["proxy"] = "none",
        })]),
    }.ToJsonString();
}
