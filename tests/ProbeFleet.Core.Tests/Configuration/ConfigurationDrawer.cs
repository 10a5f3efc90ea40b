using System.Runtime.CompilerServices;

namespace ProbeFleet.Core.Tests.Configuration;

/// <summary>The files beside this one: <c>good/NAME.json</c>, and <c>bad/NAME.json</c> with <c>bad/NAME.expected.txt</c>.</summary>
internal static class ConfigurationDrawer
{
    public static string RepositoryFile(string name) => Path.Combine(Folder(), "../../..", name);

    public static string Good(string name) => Path.Combine(Folder(), "good", $"{name}.json");

    public static string Bad(string name) => Path.Combine(Folder(), "bad", $"{name}.json");

    public static TheoryData<string> GoodNames => Names("good");

    public static TheoryData<string> BadNames => Names("bad");

    private static TheoryData<string> Names(string drawer)
    {
        var files = Directory.GetFiles(Path.Combine(Folder(), drawer), "*.json");
        return [.. files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
