using System.Diagnostics;
using ProbeFleet.FleetLab;

namespace ProbeFleet.FaultLab.Host.Demo;

/// <summary>The command line as a person would use it on the demo's fleet: what it writes is part of the demo.</summary>
internal static class DemoTool
{
    public static async Task<int> RunAsync(LabFleet fleet, CancellationToken stop, params IReadOnlyList<string> arguments)
    {
        DemoConsole.Say($"$ probefleet {string.Join(' ', arguments.Select(Path.GetFileName))}\n");
        var start = new ProcessStartInfo("dotnet", [BuiltApp.CommandLine, .. arguments]);
        start.Environment["PROBEFLEET_STORAGE"] = fleet.Storage.ConnectionString;
        start.Environment.Remove("PROBEFLEET_URL");
        start.Environment.Remove("PROBEFLEET_KEY");
        using var tool = Process.Start(start)!;
        await tool.WaitForExitAsync(stop);
        return tool.ExitCode;
    }
}
