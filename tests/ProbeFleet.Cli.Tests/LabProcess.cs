using System.Runtime.CompilerServices;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Cli.Tests;

internal static class LabProcess
{
    // The trust store is read once: the lab's authority must be in it before the first handshake.
    [ModuleInitializer]
    public static void TrustTheLab() => LabTrust.Install();
}
