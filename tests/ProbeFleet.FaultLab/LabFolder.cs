namespace ProbeFleet.FaultLab;

/// <summary>A folder of the lab's own under the system's temporary folder, removed when disposed.</summary>
public sealed class LabFolder : IDisposable
{
    private LabFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes one.</summary>
    /// <param name="purpose">A word for its name.</param>
    public static LabFolder Create(string purpose) => new(Directory.CreateTempSubdirectory($"probefleet-{purpose}-").FullName);

    /// <summary>Writes a text file into it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">Its content.</param>
    /// <returns>The file's path.</returns>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
