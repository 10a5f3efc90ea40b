using System.CommandLine;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.FaultLab.Host;

/// <summary><c>faults</c>: every fault with what a probe of it should find, tab-separated.</summary>
internal static class FaultsCommand
{
    public static Command Create()
    {
        var command = new Command("faults", "Lists every fault: name, break, cause, owner.");
        command.SetAction(_ =>
        {
            foreach (var fault in FaultCatalog.All)
            {
                Console.Out.WriteLine($"{fault.Name}\t{fault.Break ?? "-"}\t{fault.Cause}\t{fault.Owner}");
            }

            foreach (var fault in NetworkFaultCatalog.All)
            {
                Console.Out.WriteLine($"{fault.Name}\t{fault.Break ?? "-"}\t{fault.Cause}\t{fault.Owner}\tnamespace");
            }
        });
        return command;
    }
}
