using System.Runtime.CompilerServices;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Tests;

internal static class TrustTheLab
{
    [ModuleInitializer]
    internal static void Install() => LabTrust.Install();
}
