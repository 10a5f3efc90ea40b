namespace ProbeFleet.Core.Tests.Packets;

/// <summary>Files of the repository that tests keep equal to the code; PROBEFLEET_UPDATE=1 writes them instead.</summary>
internal static class Kept
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("PROBEFLEET_UPDATE") is "1";

    public static void AssertEqual(string path, string actual)
    {
        var file = Path.Combine(Root(), path);
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ProbeFleet.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No ProbeFleet.sln above the tests.");
        }

        return folder.FullName;
    }
}
