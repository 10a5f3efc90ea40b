using System.CommandLine;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.FaultLab.Host;

/// <summary><c>network NAME -- COMMAND…</c>: runs a command inside a fault of the network, and ends with its exit code.</summary>
internal static class NetworkCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A name that 'faults' lists as 'namespace'." };
        var program = new Argument<string[]>("command") { Description = $"What to run inside; its route is {NetworkFaultCatalog.BaseUrl}" };
        var command = new Command("network", "Runs a command in a network namespace with one fault. Needs root.") { name, program };
        command.SetAction((parsed, stop) => RunAsync(
            NetworkFaultCatalog.Named(parsed.GetRequiredValue(name)), parsed.GetRequiredValue(program), stop));
        return command;
    }

    private static async Task<int> RunAsync(NetworkFault scenario, string[] command, CancellationToken stop)
    {
        if ((LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq")) is { } missing)
        {
            await Console.Error.WriteLineAsync($"Cannot make a network: {missing}.");
            return 2;
        }

        await using var fault = await scenario.StartAsync(stop);
        var environment = LabTrust.Install().Environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        var outcome = await fault.Network.RunAsync(command[0], command[1..], environment, stop);
        await Console.Out.WriteAsync(outcome.Output);
        await Console.Error.WriteAsync(outcome.Errors);
        return outcome.ExitCode;
    }
}
