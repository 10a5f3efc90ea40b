using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Deploy;

/// <summary>
/// The published app as one zip: the same bytes for the same files on every machine, with unix modes also when it is made on Windows,
/// and with its own hash inside, which the app shows in its heartbeat.
/// </summary>
/// <param name="Zip">The archive.</param>
/// <param name="Hash">SHA-256 over names, modes and contents, lower-case hex.</param>
internal sealed record DeploymentPackage(byte[] Zip, string Hash)
{
    /// <summary>The file in the package that holds <see cref="Hash"/>.</summary>
    public const string HashFile = "package-hash.txt";

    private const int Executable = 0x81ED; // regular file, rwxr-xr-x
    private const int Plain = 0x81A4; // regular file, rw-r--r--
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs a folder that <c>dotnet publish</c> made; local settings stay behind.</summary>
    /// <exception cref="HookException">The folder is not a published Functions app.</exception>
    public static DeploymentPackage FromFolder(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "host.json")))
        {
            throw new HookException($"{folder} has no host.json: it is not a published Functions app.");
        }

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), Content: File.ReadAllBytes(file)))
            .Where(file => file.Name is not ("local.settings.json" or HashFile))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        var hash = HashOf(files);
        files.Add((HashFile, Encoding.ASCII.GetBytes(hash)));
        return new DeploymentPackage(Pack(files), hash);
    }

    private static string HashOf(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in files)
        {
            sha.AppendData(Encoding.UTF8.GetBytes($"{name}\0{ModeOf(content)}\0{content.Length}\0"));
            sha.AppendData(content);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static byte[] Pack(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = Epoch;
                entry.ExternalAttributes = ModeOf(content) << 16;
                using var target = entry.Open();
                target.Write(content);
            }
        }

        return UnixZip.MarkAsUnix(stream.ToArray());
    }

    /// <summary>Read from the content, so that Windows packs as Linux does: ELF programs and scripts are executable.</summary>
    private static int ModeOf(byte[] content) =>
        content.AsSpan().StartsWith("\u007fELF"u8) || content.AsSpan().StartsWith("#!"u8) ? Executable : Plain;
}
