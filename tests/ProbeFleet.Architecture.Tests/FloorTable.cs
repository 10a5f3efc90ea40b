using System.Text.RegularExpressions;

namespace ProbeFleet.Architecture.Tests;

/// <summary>The table of floors, as the page has it.</summary>
internal static partial class FloorTable
{
    public const string Path = "docs/architecture.md";

    /// <summary>The floor of each folder of each project, the lowest first.</summary>
    public static Dictionary<string, Dictionary<string, int>> Read() => File.ReadLines(System.IO.Path.Combine(SourceProject.Root, Path))
        .Select(line => Row().Match(line))
        .Where(row => row.Success)
        .ToDictionary(row => row.Groups["project"].Value, row => Floors(row.Groups["floors"].Value));

    private static Dictionary<string, int> Floors(string cell) => cell.Split('←').Index()
        .SelectMany(floor => Folder().Matches(floor.Item).Select(folder => KeyValuePair.Create(folder.Groups[1].Value, floor.Index)))
        .ToDictionary();

    [GeneratedRegex(@"^\| (?<project>ProbeFleet\.\w+) \| (?<floors>.*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Folder();
}
