namespace ProbeFleet.FleetLab;

/// <summary>Programs of this repository as they were built with the same configuration as the running one.</summary>
public static class BuiltApp
{
    /// <summary>A vantage that hosts itself.</summary>
    public static string Vantage { get; } = PathOf("ProbeFleet.SelfHost", "ProbeFleet.SelfHost.dll");

    /// <summary>The command line.</summary>
    public static string CommandLine { get; } = PathOf("ProbeFleet.Cli", "probefleet.dll");

    /// <summary>The fault lab.</summary>
    public static string Lab { get; } = PathOf("ProbeFleet.FaultLab.Host", "ProbeFleet.FaultLab.Host.dll");

    private static string PathOf(string project, string file)
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(own, "..", "..", project, Path.GetFileName(own), file));
    }
}
