using ProbeFleet.FleetLab;

namespace ProbeFleet.FaultLab.Host.Demo;

/// <summary>
/// The story that the demo tells, one step after the other. It ends with an error when the fleet does not see what is wrong.
/// </summary>
internal static class FleetDemo
{
    private const string EachFiveSeconds = "*/5 * * * * *";
    private const int Rounds = 3;

    public static async Task<int> RunAsync(bool keep, CancellationToken stop)
    {
        DemoConsole.Heading("Starting Azurite, an API that answers as OpenAI, Azure OpenAI and LiteLLM, and three vantages");
        await using var fleet = await LabFleet.StartAsync(await LabSite.StartAsync(stop), EachFiveSeconds, webhook: null, stop);
        foreach (var place in fleet.Site.Places)
        {
            DemoConsole.Say($"  {place.Name,-20} {place.Description}");
        }

        DemoConsole.Say("\nEvery address below is of this machine only: 127.0.0.1 is the machine, 198.18.x.x and 198.19.x.x are its network namespaces.");
        if (fleet.Site.LeftOut is { } leftOut)
        {
            DemoConsole.Say($"\nLeft out: {leftOut}");
        }

        var first = fleet.Vantages[0];
        DemoConsole.Heading("One fleet.json for all of them");
        var configuration = fleet.ConfigurationFile;
        DemoConsole.Say($"{await File.ReadAllTextAsync(configuration, stop)}\n");
        await DemoTool.RunAsync(fleet, stop, "config", "apply", configuration);

        DemoConsole.Heading($"{Rounds} rounds, one every five seconds");
        await FleetWatch.UntilRoundsAsync(fleet, Rounds, stop);

        DemoConsole.Heading("Everybody probes now, because somebody asked one of them");
        await FleetWatch.AskEverybodyAsync(first, stop);

        DemoConsole.Heading("The fleet: every route from every vantage");
        await DemoTool.RunAsync(fleet, stop, "fleet");
        var seesTheFaults = FleetWatch.SeesTheFaults(await first.GetAsync("/api/fleet", stop));

        DemoConsole.Heading("Whose fault? One app judges for all; another goes on if it dies");
        var incidents = await IncidentStory.ShowOpenAsync(fleet, stop);
        DemoConsole.Heading("What the owner of the first gets");
        await IncidentStory.ShowPacketAsync(first, incidents[0], stop);
        if (keep)
        {
            await KeepAsync(fleet, stop);
            return 0;
        }

        DemoConsole.Heading("Somebody mends the proxy and the resolver. A proof closes the incidents: the same request from where "
            + "each failed");
        await fleet.Site.Proxy.MendAsync(stop);
        await fleet.Site.Resolver.MendAsync(stop);
        var areProved = await IncidentStory.ProveAsync(first, incidents, stop);
        DemoConsole.Say("");
        if (!seesTheFaults || !areProved)
        {
            DemoConsole.Say("This is not what was wrong here: the demo failed.");
        }

        return seesTheFaults && areProved ? 0 : 1;
    }

    private static async Task KeepAsync(LabFleet fleet, CancellationToken stop)
    {
        DemoConsole.Heading("It stays up until Ctrl-C");
        foreach (var vantage in fleet.Vantages)
        {
            DemoConsole.Say($"  {vantage.Place.Name,-20} {vantage.Client.BaseAddress}?code={fleet.Key}");
        }

        DemoConsole.Say($"\n  storage  {fleet.Storage.ConnectionString}");
        DemoConsole.Say($"\nOpen now: {fleet.Vantages[0].Client.BaseAddress}?code={fleet.Key}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
