using System.CommandLine;
using System.Text.Json.Nodes;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Host;

/// <summary><c>fleet FILE NAME…</c>: several faults at once, and a <c>fleet.json</c> whose routes meet them.</summary>
internal static class FleetCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The fleet.json to write." };
        var names = new Argument<string[]>("names") { Description = "Names that 'faults' lists.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("fleet", "Starts several faults on loopback and writes a fleet.json whose routes meet them.")
            { file, names };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetRequiredValue(file), [.. parsed.GetRequiredValue(names).Select(FaultCatalog.Named)], stop));
        return command;
    }

    private static async Task RunAsync(FileInfo file, IReadOnlyList<FaultScenario> scenarios, CancellationToken stop)
    {
        List<RunningFault> running = [];
        var routes = new JsonArray();
        try
        {
            foreach (var scenario in scenarios)
            {
                running.Add(await scenario.StartAsync(stop));
                routes.Add(Route(scenario, running[^1]));
            }

            var configuration = new JsonObject
            {
                ["routes"] = routes,
                ["probe"] = new JsonObject
                {
                    ["timeout"] = "00:00:06",
                    ["connectTimeout"] = "00:00:02",
                    ["tlsTimeout"] = "00:00:02",
                    ["headerTimeout"] = "00:00:03",
                },
            };
            await File.WriteAllTextAsync(file.FullName, configuration.ToJsonString(new() { WriteIndented = true }), stop);
            await Announcement.WriteAndWaitAsync(
                [.. scenarios.Select(scenario => (Variable(scenario), scenario.Credential)).Distinct()], stop);
        }
        finally
        {
            foreach (var fault in running)
            {
                await fault.DisposeAsync();
            }
        }
    }

    private static JsonObject Route(FaultScenario scenario, RunningFault fault)
    {
        var route = new JsonObject
        {
            ["name"] = scenario.Name.Replace('/', '-'),
            ["kind"] = scenario.RouteKind,
            ["baseUrl"] = fault.BaseUrl.ToString(),
            ["model"] = scenario.RouteKind == "azure-openai" ? "chat" : "gpt-4.1-nano",
            ["credential"] = $"env:{Variable(scenario)}",
            ["proxy"] = fault.Proxy?.ToString() ?? "none",
        };
        if (scenario.RouteKind == "azure-openai")
        {
            route["apiVersion"] = "v1";
        }

        return route;
    }

    private static string Variable(FaultScenario scenario) => $"LAB_{scenario.RouteKind.Replace('-', '_').ToUpperInvariant()}_KEY";
}
