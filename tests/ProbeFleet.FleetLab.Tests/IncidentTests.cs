using System.Text.Json;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>
/// Faults switched on and off before three real vantages: the right incident, its packet, the close by proof, and one notice for each
/// transition.
/// </summary>
public sealed class IncidentTests
{
    private const string EachFiveSeconds = "*/5 * * * * *";
    private const string CompletionPath = "/chat/completions";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>More rounds than a stage's usual time needs.</summary>
    private const int RoundsToLearn = 40;

    [Theory]
    [InlineData("resolver", "connection-path", "prod-northeurope")]
    [InlineData("proxy", "connection-path", "prod-westeurope")]
    [InlineData("key revoked", "authentication", null)]
    [InlineData("upstream 5xx", "api-server", null)]
    [InlineData("gateway down", "route-provider", null)]
    public async Task Fault_OnAndOff_IsTheRightIncidentToldOncePerTransition(string fault, string owner, string? onlyVantage)
    {
        var site = await StartSiteAsync();
        await using var receiver = new WebhookReceiver(site.StorageAddress);
        await receiver.StartAsync(Stop);
        await using var fleet = await StartHealthyAsync(site, receiver);
        Assert.SkipWhen(site.LeftOut is not null && Answers(fault) is { Length: > 0 }, $"Routes need hosts of their own: {site.LeftOut}");
        var vantage = fleet.Vantages[0];

        await SwitchAsync(fleet.Site, fault, isOn: true);
        var incident = await IncidentOfAsync(vantage, owner);
        var path = $"/api/incidents/{incident.GetProperty("id").GetString()}";
        Assert.All(
            incident.GetProperty("affected").EnumerateArray(),
            pair => Assert.True(onlyVantage is null || pair.GetProperty("vantage").GetString() == onlyVantage, pair.GetRawText()));
        var packet = await vantage.GetAsync($"{path}/packet", Stop);
        Assert.Contains($"\"owner\":\"{owner}\"", packet.GetRawText(), StringComparison.Ordinal);

        await SwitchAsync(fleet.Site, fault, isOn: false);
        await vantage.CallAsync(HttpMethod.Post, $"{path}/verification", "{}", Stop);
        var closed = await Waiting.ForAsync(
            "the close", () => vantage.GetAsync(path, Stop), known => known.GetProperty("state").GetString() != "open", Stop);
        await Waiting.ForAsync("the notices", () => Task.FromResult(Transitions(receiver)), told => told.Contains("closed"), Stop);

        Assert.Equal(("closed", "verification"), (closed.GetProperty("state").GetString(), closed.GetProperty("closedBy").GetString()));
        Assert.Equal(Transitions(receiver).Distinct(), Transitions(receiver));
    }

    [Fact]
    public async Task ProviderAnswersLate_AndInItsUsualTimeAgain_IsAnIncidentThatTheUsualTimeCloses()
    {
        var site = await StartSiteAsync();
        await using var receiver = new WebhookReceiver(site.StorageAddress);
        await receiver.StartAsync(Stop);
        await using var fleet = await StartHealthyAsync(site, receiver);
        Assert.SkipWhen(site.LeftOut is not null, $"Routes need hosts of their own: {site.LeftOut}");
        var vantage = fleet.Vantages[0];
        await Task.WhenAll(fleet.Vantages.Select(LearnAsync));

        site.Delay(LabPersona.AzureOpenAI, TimeSpan.FromSeconds(1.5));
        var incident = await IncidentOfAsync(vantage, "api-server");
        var path = $"/api/incidents/{incident.GetProperty("id").GetString()}";
        Assert.All(
            incident.GetProperty("affected").EnumerateArray(),
            pair => Assert.Equal(
                ("aoai-swe", "respond", "ok"),
                (pair.GetProperty("route").GetString(), pair.GetProperty("slow").GetString(), pair.GetProperty("cause").GetString())));
        var packet = await vantage.GetAsync($"{path}/packet", Stop);
        Assert.Equal("respond", packet.GetProperty("slow").GetProperty("stage").GetString());

        site.Heal();
        await vantage.CallAsync(HttpMethod.Post, $"{path}/verification", "{}", Stop);
        var closed = await Waiting.ForAsync(
            "the close", () => vantage.GetAsync(path, Stop), known => known.GetProperty("state").GetString() != "open", Stop);
        await Waiting.ForAsync("the notices", () => Task.FromResult(Transitions(receiver)), told => told.Contains("closed"), Stop);

        Assert.Equal("verification", closed.GetProperty("closedBy").GetString());
        Assert.Equal(Transitions(receiver).Distinct(), Transitions(receiver));
    }

    private static async Task<LabSite> StartSiteAsync()
    {
        var (azurite, missing) = await AzuriteInstallation.FindAsync(Stop);
        Assert.SkipWhen(azurite is null, missing ?? "");
        return await LabSite.StartAsync(Stop);
    }

    private static async Task<LabFleet> StartHealthyAsync(LabSite site, WebhookReceiver receiver)
    {
        var fleet = await LabFleet.StartAsync(site, EachFiveSeconds, receiver.Url, Stop);
        await site.Proxy.MendAsync(Stop);
        await site.Resolver.MendAsync(Stop);
        await VantageRig.ApplyAsync(fleet.Vantages[0], await File.ReadAllTextAsync(fleet.ConfigurationFile, Stop));
        await Waiting.ForAsync(
            "a healthy fleet",
            () => fleet.Vantages[0].GetAsync("/api/fleet", Stop),
            overview => overview.GetProperty("cells").GetArrayLength() == 9,
            Stop);
        return fleet;
    }

    private static async Task<JsonElement> IncidentOfAsync(VantageProcess vantage, string owner)
    {
        var open = await Waiting.ForAsync(
            "the incident",
            () => vantage.GetAsync("/api/incidents?state=open", Stop),
            known => known.GetProperty("incidents").EnumerateArray().Any(one => one.GetProperty("owner").GetString() == owner),
            Stop);
        return Assert.Single(open.GetProperty("incidents").EnumerateArray());
    }

    /// <summary>Rounds one after the other. While the schedule runs one the answer is 409 at once, and nothing was learned by asking.</summary>
    private static async Task LearnAsync(VantageProcess vantage)
    {
        for (var round = 0; round < RoundsToLearn; round++)
        {
            await Waiting.ForAsync(
                "a round", () => vantage.CallAsync(HttpMethod.Post, "/api/rounds", null, Stop),
                answer => answer.TryGetProperty("number", out _), Stop);
        }
    }

    private static List<string?> Transitions(WebhookReceiver receiver) =>
        [.. receiver.Accepted.Select(message => JsonElement.Parse(message.Body).GetProperty("transition").GetString())];

    private static Task SwitchAsync(LabSite site, string fault, bool isOn)
    {
        switch (fault)
        {
            case "resolver":
                return isOn ? site.Resolver.BreakAsync(Stop) : site.Resolver.MendAsync(Stop);
            case "proxy":
                return isOn ? site.Proxy.BreakAsync(Stop) : site.Proxy.MendAsync(Stop);
            default:
                site.Heal();
                foreach (var answer in isOn ? Answers(fault) : [])
                {
                    site.Behave(fault is "upstream 5xx" ? CompletionPath : "", LabAnswers.Named(answer));
                }

                return Task.CompletedTask;
        }
    }

    /// <summary>What the routes answer while the fault is on: the gateway has a key of its own, and needs its upstream.</summary>
    private static string[] Answers(string fault) => fault switch
    {
        "key revoked" => ["openai/invalid-key"],
        "upstream 5xx" => ["openai/server-error", "litellm/upstream-connection"],
        "gateway down" => ["litellm/cooldown"],
        _ => [],
    };
}
