using System.Runtime.CompilerServices;

namespace ProbeFleet.Cli.Tests;

/// <summary>Texts pinned in <c>Golden/*.txt</c>. Run the tests with <c>PROBEFLEET_UPDATE=1</c> to write them anew, then read the diff.</summary>
internal static class Golden
{
    public static void Matches(string name, string text, [CallerFilePath] string caller = "")
    {
        var project = caller[..(caller.IndexOf("ProbeFleet.Cli.Tests", StringComparison.Ordinal) + "ProbeFleet.Cli.Tests".Length)];
        var file = Path.Combine(project, "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("PROBEFLEET_UPDATE") is "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(File.ReadAllText(file), text);
    }
}
