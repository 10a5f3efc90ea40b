namespace ProbeFleet.Cli.Tests;

/// <summary>Texts pinned in <c>Golden/*.txt</c>.</summary>
internal static class Golden
{
    public static void Matches(string name, string text) => Repository.AssertEqual(PathOf(name), text);

    public static string PathOf(string name) => $"tests/ProbeFleet.Cli.Tests/Golden/{name}.txt";
}
