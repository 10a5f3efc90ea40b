using System.Xml.Linq;

namespace ProbeFleet.Architecture.Tests;

/// <summary>
/// The arrows: SelfHost → Functions; Functions, Cli → Fleet → Probing, Storage → Core; Core stands on the base library alone.
/// </summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["ProbeFleet.Core"] = [],
        ["ProbeFleet.Probing"] = ["ProbeFleet.Core"],
        ["ProbeFleet.Storage"] = ["ProbeFleet.Core"],
        ["ProbeFleet.Fleet"] = ["ProbeFleet.Core", "ProbeFleet.Probing", "ProbeFleet.Storage"],
        ["ProbeFleet.Functions"] = ["ProbeFleet.Core", "ProbeFleet.Probing", "ProbeFleet.Storage", "ProbeFleet.Fleet"],
        ["ProbeFleet.SelfHost"] = ["ProbeFleet.Core", "ProbeFleet.Probing", "ProbeFleet.Storage", "ProbeFleet.Fleet",
            "ProbeFleet.Functions"],
        ["ProbeFleet.Cli"] = ["ProbeFleet.Core", "ProbeFleet.Probing", "ProbeFleet.Storage", "ProbeFleet.Fleet"],
    };

    public static TheoryData<string> ProductProjects { get; } =
        [.. Directory.GetDirectories(Repository.PathOf("src"), "ProbeFleet.*").Select(folder => Path.GetFileName(folder)!)];

    [Theory, MemberData(nameof(ProductProjects))]
    public void Project_References_OnlyWhatItsArrowAllows(string project)
    {
        var file = XDocument.Load(Repository.PathOf("src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Subset(Allowed[project].ToHashSet(), references.ToHashSet());
    }

    [Fact]
    public void Core_Packages_AreNone()
    {
        var file = XDocument.Load(Repository.PathOf("src", "ProbeFleet.Core", "ProbeFleet.Core.csproj"));

        Assert.DoesNotContain(file.Descendants(), item => item.Name.LocalName is "PackageReference" or "FrameworkReference");
    }

    [Theory]
    [InlineData("System.IO.File")]
    [InlineData("System.Net.Http")]
    [InlineData("new Socket(")]
    [InlineData("TcpClient")]
    [InlineData("Environment.GetEnvironmentVariable")]
    [InlineData("TimeProvider")]
    [InlineData("ILogger")]
    [InlineData("Console.")]
    public void Core_Sources_DoNoInputOrOutput(string forbidden)
    {
        var offenders = Directory.EnumerateFiles(Repository.PathOf("src", "ProbeFleet.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line =>
                !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && line.Contains(forbidden, StringComparison.Ordinal)));

        Assert.Empty(offenders);
    }

    [Fact]
    public void Solution_Lists_EveryProject()
    {
        var solution = File.ReadAllText(Repository.PathOf("ProbeFleet.sln")).Replace('\\', '/');
        var missing = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal) && !IsTestData(file))
            .Where(file => !solution.Contains(file, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    // A project file that lies inside another project's folder is that project's data.
    private static bool IsTestData(string file) =>
        file.StartsWith("tests/", StringComparison.Ordinal) && file.Count(character => character == '/') > 2;
}
