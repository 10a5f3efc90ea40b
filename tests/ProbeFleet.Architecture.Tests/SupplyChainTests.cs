using System.Text.RegularExpressions;

namespace ProbeFleet.Architecture.Tests;

/// <summary>What the project takes from others is named so exactly that nobody can change it behind its back.</summary>
public sealed partial class SupplyChainTests
{
    // Its program is not in its npm package: the package's script downloads it. Only CI installs it.
    private const string NeedsItsScript = "azure-functions-core-tools@4.15.1";

    [Fact]
    public void Actions_ArePinnedByCommit() => AssertNone(
        from line in LinesOf(".github/workflows", "*.yml")
        where line.Text.Contains("uses:", StringComparison.Ordinal) && !PinnedAction.IsMatch(line.Text)
        select $"{line.Place}: name the commit, and the version behind it: {line.Text.Trim()}");

    [Fact]
    public void BaseImages_ArePinnedByDigest() => AssertNone(
        from line in LinesOf(".", "Dockerfile")
        where line.Text.StartsWith("FROM ", StringComparison.Ordinal) && !PinnedImage.IsMatch(line.Text)
        select $"{line.Place}: name the digest: {line.Text}");

    private static readonly string[] ProjectFolders = ["src", "tests", "benchmarks", "eng/deploy/ProbeFleet.Deploy"];

    [Fact]
    public void Projects_HaveLockFiles() => AssertNone(
        from folder in ProjectFolders
        from project in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
        where !File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"))
        select $"{Path.GetRelativePath(Root, project)} has no packages.lock.json: run dotnet restore and commit it");

    [Fact]
    public void Restores_OfCi_AreLocked() => AssertNone(
        from line in LinesOf(".github/workflows", "*.yml").Concat(LinesOf("eng", "test.sh")).Concat(LinesOf(".", "Dockerfile"))
        where line.Text.Contains("dotnet restore", StringComparison.Ordinal)
            && !line.Text.Contains("--locked-mode", StringComparison.Ordinal)
        select $"{line.Place}: restore in locked mode");

    [Fact]
    public void NpmPackages_AreThoseOfALockFileAndRunNoScripts() => AssertNone(
        from line in new[] { (".github/workflows", "*.yml"), ("eng", "*.sh"), ("tests", "*.cs"), (".devcontainer", "*.json") }
            .SelectMany(place => LinesOf(place.Item1, place.Item2))
        where NpmInstall.IsMatch(line.Text)
            && !line.Text.Contains("--ignore-scripts", StringComparison.Ordinal)
            && !line.Text.Contains(NeedsItsScript, StringComparison.Ordinal)
        select $"{line.Place}: npm ci --ignore-scripts");

    private static string Root => SourceProject.Root;

    private static IEnumerable<(string Place, string Text)> LinesOf(string folder, string pattern) =>
        from file in Directory.EnumerateFiles(
            Path.Combine(Root, folder), pattern, folder is "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)
        where !file.Contains("node_modules", StringComparison.Ordinal) && !file.EndsWith("SupplyChainTests.cs", StringComparison.Ordinal)
        from line in File.ReadLines(file).Index()
        where !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select ($"{Path.GetRelativePath(Root, file)}:{line.Index + 1}", line.Item);

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal("", string.Join('\n', offenders));

    // A workflow of this repository is of the commit that runs.
    [GeneratedRegex(@"uses: (\./\.github/workflows/[a-z-]+\.yml|[A-Za-z0-9._/-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+)$")]
    private static partial Regex PinnedAction { get; }

    [GeneratedRegex(@"^FROM \S+@sha256:[0-9a-f]{64}( AS \S+)?$")]
    private static partial Regex PinnedImage { get; }

    [GeneratedRegex(@"\bnpm""?,? ""?(ci|install)\b")]
    private static partial Regex NpmInstall { get; }
}
