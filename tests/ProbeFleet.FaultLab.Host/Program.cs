using System.CommandLine;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Host;
using ProbeFleet.FaultLab.Host.Demo;

LabTrust.Install();
var root = new RootCommand("The fault lab in a process of its own, for demos and benchmarks. Everything is on loopback or in a network "
    + "namespace.")
{
    ApiCommand.Create(),
    DemoCommand.Create(),
    FaultsCommand.Create(),
    FaultCommand.Create(),
    FleetCommand.Create(),
    NetworkCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(
        new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
}
catch (ArgumentException unknownName)
{
    await Console.Error.WriteLineAsync(unknownName.Message);
    return 2;
}
