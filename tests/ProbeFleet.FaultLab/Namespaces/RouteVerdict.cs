namespace ProbeFleet.FaultLab.Namespaces;

/// <summary>What the kernel says to a workload that connects by a route (ip-route(8)).</summary>
public enum RouteVerdict
{
    /// <summary>EINVAL at connect. For silence use <see cref="LabNetwork.DropAsync"/>.</summary>
    Blackhole,

    /// <summary>EACCES.</summary>
    Prohibit,

    /// <summary>EHOSTUNREACH.</summary>
    Unreachable,
}
