using System.Runtime.CompilerServices;

namespace ProbeFleet.Core.Tests.Configuration;

/// <summary>The samples beside this file: <c>good/NAME.json</c>, and the cases of <c>BadConfigurations.txt</c>.</summary>
internal static class ConfigurationDrawer
{
    private static readonly IReadOnlyDictionary<string, BadConfiguration> Cases = File.ReadAllText(
        Path.Combine(Folder(), "BadConfigurations.txt"))
        .Split("\n== ").Skip(1).Select(BadConfiguration.Parse).ToDictionary(bad => bad.Name, StringComparer.Ordinal);

    public static string RepositoryFile(string name) => Path.Combine(Folder(), "../../..", name);

    public static string Good(string name) => Path.Combine(Folder(), "good", $"{name}.json");

    public static BadConfiguration Bad(string name) => Cases[name];

    public static TheoryData<string> GoodNames =>
        [.. Directory.GetFiles(Path.Combine(Folder(), "good"), "*.json").Select(
            file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> BadNames => [.. Cases.Keys];

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}

/// <summary>A configuration that is refused, and every violation that the reader reports of it, each on a line.</summary>
internal sealed record BadConfiguration(string Name, string Json, string Violations)
{
    private const string Separator = "\n=>\n";

    public static BadConfiguration Parse(string text)
    {
        var name = text[..text.IndexOf('\n', StringComparison.Ordinal)];
        var separator = text.LastIndexOf(Separator, StringComparison.Ordinal);
        return new(name, text[(name.Length + 1)..(separator + 1)], text[(separator + Separator.Length)..].TrimEnd('\n') + "\n");
    }
}
