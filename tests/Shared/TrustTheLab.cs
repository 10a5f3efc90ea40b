using System.Runtime.CompilerServices;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Tests.Shared;

/// <summary>Makes the lab's authority trusted before this process builds its first chain.</summary>
internal static class TrustTheLab
{
    [ModuleInitializer]
    public static void Install() => LabTrust.Install();
}
