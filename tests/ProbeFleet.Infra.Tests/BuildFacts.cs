using System.Reflection;

namespace ProbeFleet.Infra.Tests;

/// <summary>What the build of this project knew.</summary>
internal static class BuildFacts
{
    private static readonly Dictionary<string, string?> Facts =
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(fact => fact.Key, fact => fact.Value);

    public static string Root => Facts["RepositoryRoot"]!;

    /// <summary>The compiler that restore fetched; null where there is none for this machine.</summary>
    public static string? BicepCompiler => Facts.GetValueOrDefault("BicepCompiler");

    /// <summary>The options that say for which subscription a snapshot is made.</summary>
    public static string[] SnapshotIds => Facts["SnapshotIds"]!.Split(' ');
}
