using System.Text.Json;
using ProbeFleet.FleetLab;

namespace ProbeFleet.FaultLab.Host.Demo;

/// <summary>The story that the demo tells, one step after the other. It ends with an error when the fleet does not see what is wrong.</summary>
internal static class FleetDemo
{
    private const string EachFiveSeconds = "*/5 * * * * *";
    private const int Rounds = 3;

    public static async Task<int> RunAsync(bool keep, CancellationToken stop)
    {
        DemoConsole.Heading("Starting Azurite, an API that answers as OpenAI, Azure OpenAI and LiteLLM, and three vantages");
        await using var fleet = await LabFleet.StartAsync(EachFiveSeconds, stop);
        foreach (var place in fleet.Site.Places)
        {
            DemoConsole.Say($"  {place.Name,-20} {place.Description}");
        }

        if (fleet.Site.LeftOut is { } leftOut)
        {
            DemoConsole.Say($"\nLeft out: {leftOut}");
        }

        var first = fleet.Vantages[0];
        DemoConsole.Heading("One fleet.json for all of them, applied once; each vantage reads it on its next round");
        DemoConsole.Say(fleet.Configuration());
        await first.CallAsync(HttpMethod.Put, "/api/config", fleet.Configuration(), stop);

        DemoConsole.Heading($"{Rounds} rounds, one each five seconds");
        await FleetWatch.UntilRoundsAsync(fleet, Rounds, stop);

        DemoConsole.Heading("Everybody probes now, because somebody asked one of them");
        await FleetWatch.AskEverybodyAsync(first, stop);

        DemoConsole.Heading("The fleet");
        var overview = await first.GetAsync("/api/fleet", stop);
        Show(overview);

        var seesTheFaults = FleetWatch.SeesTheFaults(overview);
        if (!seesTheFaults)
        {
            DemoConsole.Say("\nThis is not what is wrong here: the demo failed.");
        }

        if (keep)
        {
            await KeepAsync(fleet, stop);
        }

        return seesTheFaults ? 0 : 1;
    }

    private static void Show(JsonElement overview)
    {
        foreach (var cell in overview.GetProperty("cells").EnumerateArray())
        {
            DemoConsole.Say($"  {cell.GetProperty("vantage"),-20} {cell.GetProperty("route"),-10} {cell.GetProperty("cause"),-14} {cell.GetProperty("owner")}");
        }
    }

    private static async Task KeepAsync(LabFleet fleet, CancellationToken stop)
    {
        DemoConsole.Heading("It stays up until Ctrl-C");
        foreach (var vantage in fleet.Vantages)
        {
            DemoConsole.Say($"  {vantage.Place.Name,-20} {vantage.Client.BaseAddress}?code={fleet.Key}");
        }

        DemoConsole.Say($"\n  storage  {fleet.Storage.ConnectionString}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
