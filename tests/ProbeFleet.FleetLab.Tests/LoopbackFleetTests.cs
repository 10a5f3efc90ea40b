using System.Text.Json;
using ProbeFleet.Azurite;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>The demo's fleet as a machine without root has it.</summary>
public sealed class LoopbackFleetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fleet_BrokenThenMended_MatrixFollows()
    {
        var (azurite, missing) = await AzuriteInstallation.FindAsync(Stop);
        Assert.SkipWhen(azurite is null, missing ?? "");
        await using var fleet = await LabFleet.StartAsync(
            await LabSite.StartOnLoopbackAsync("a test", Stop), VantageSettings.Never, webhook: null, Stop);
        await VantageRig.ApplyAsync(fleet.Vantages[0], await File.ReadAllTextAsync(fleet.ConfigurationFile, Stop));

        var broken = await RoundAsync(fleet);
        await fleet.Site.Proxy.MendAsync(Stop);
        await fleet.Site.Resolver.MendAsync(Stop);
        var mended = await RoundAsync(fleet);

        Assert.Equal(
            [
                "prod-northeurope aoai-swe proxy.no-answer", "prod-northeurope gateway proxy.no-answer",
                "prod-northeurope openai proxy.no-answer",
                "prod-swedencentral aoai-swe ok", "prod-swedencentral gateway ok", "prod-swedencentral openai ok",
                "prod-westeurope aoai-swe ok", "prod-westeurope gateway ok", "prod-westeurope openai proxy.denied",
            ],
            broken);
        Assert.Equal(9, mended.Count(cell => cell.EndsWith(" ok", StringComparison.Ordinal)));
    }

    private static async Task<List<string>> RoundAsync(LabFleet fleet)
    {
        await Task.WhenAll(fleet.Vantages.Select(vantage => vantage.CallAsync(HttpMethod.Post, "/api/rounds", null, Stop)));
        var overview = await fleet.Vantages[0].GetAsync("/api/fleet", Stop);
        return [.. overview.GetProperty("cells").EnumerateArray().Select(Text).Order(StringComparer.Ordinal)];
    }

    private static string Text(JsonElement cell) =>
        $"{cell.GetProperty("vantage")} {cell.GetProperty("route")} {cell.GetProperty("cause")}";
}
