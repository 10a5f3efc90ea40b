namespace ProbeFleet.Infra.Tests;

/// <summary>The templates and the snapshot's parameters in a folder of their own, to be spoiled.</summary>
internal sealed class TemplateCopy : IDisposable
{
    public const string Parameters = "tests/ProbeFleet.Infra.Tests/Snapshot/fleet.bicepparam";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-infra-");

    public TemplateCopy()
    {
        foreach (var source in new[] { "infra", Path.GetDirectoryName(Parameters)! })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(BuildFacts.Root, source), "*", SearchOption.AllDirectories))
            {
                Write(Path.GetRelativePath(BuildFacts.Root, file), File.ReadAllText(file));
            }
        }
    }

    public string Folder => _folder.FullName;

    /// <summary>Writes a file of the copy.</summary>
    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Says something else at the one place of a file that says this.</summary>
    public void Change(string file, string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        Assert.Equal(2, text.Split(from).Length);
        Write(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
