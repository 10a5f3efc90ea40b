using System.Runtime.CompilerServices;

namespace ProbeFleet.Tests.Shared;

/// <summary>The repository that these tests were built from, and its files that tests keep equal to the code.</summary>
internal static class Repository
{
    /// <summary>Set to write what the code says now instead of comparing with it; read the difference before committing it.</summary>
    public static bool IsUpdating => Environment.GetEnvironmentVariable("PROBEFLEET_UPDATE") is "1";

    public static string Root { get; } = RootOf();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Compares a file with what the code says, or writes it.</summary>
    public static void AssertEqual(string path, string actual)
    {
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
            File.WriteAllText(PathOf(path), actual);
        }

        Assert.Equal(Read(path), actual);
    }

    private static string RootOf([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
