using System.IO.Compression;

namespace ProbeFleet.Deploy.Tests;

public sealed class DeploymentPackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public DeploymentPackageTests()
    {
        Write("host.json", "{}");
        Write("bin/app", "\u007fELF program");
        Write("start.sh", "#!/bin/sh");
        Write("local.settings.json", "secret");
    }

    [Fact]
    public void Package_OfAFolder_HoldsUnixModesAndItsHashButNoLocalSettings()
    {
        var package = DeploymentPackage.FromFolder(_folder.FullName);

        using var zip = new ZipArchive(new MemoryStream(package.Zip));
        var modes = zip.Entries.ToDictionary(
            entry => entry.FullName, entry => Convert.ToString((entry.ExternalAttributes >> 16) & 0x1FF, 8));
        var expected = new Dictionary<string, string>
        {
            ["host.json"] = "644",
            ["bin/app"] = "755",
            ["start.sh"] = "755",
            ["package-hash.txt"] = "644",
        };
        Assert.Equivalent(expected, modes, strict: true);
        using var hash = new StreamReader(zip.GetEntry(DeploymentPackage.HashFile)!.Open());
        Assert.Equal(package.Hash, hash.ReadToEnd());
    }

    [Fact]
    public void Package_SameFilesLater_IsTheSameBytes()
    {
        var first = DeploymentPackage.FromFolder(_folder.FullName);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.FullName, "host.json"), DateTime.UnixEpoch);

        Assert.Equal(first.Zip, DeploymentPackage.FromFolder(_folder.FullName).Zip);
    }

    [Theory]
    [InlineData("host.json", "{ }")]
    [InlineData("new.txt", "")]
    public void Package_OtherFiles_HasAnotherHash(string name, string content)
    {
        var first = DeploymentPackage.FromFolder(_folder.FullName);
        Write(name, content);

        Assert.NotEqual(first.Hash, DeploymentPackage.FromFolder(_folder.FullName).Hash);
    }

    [Fact]
    public void Package_NotAFunctionsApp_SaysSo()
    {
        File.Delete(Path.Combine(_folder.FullName, "host.json"));

        var exception = Assert.Throws<HookException>(() => DeploymentPackage.FromFolder(_folder.FullName));

        Assert.Contains("host.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Zip_MadeOnWindows_IsMarkedAsMadeOnUnix()
    {
        var zip = DeploymentPackage.FromFolder(_folder.FullName).Zip;
        var headers = CentralHeaders(zip);
        headers.ForEach(header => zip[header + 5] = 0);

        UnixZip.MarkAsUnix(zip);

        Assert.Equal(4, headers.Count);
        Assert.All(headers, header => Assert.Equal(3, zip[header + 5]));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static List<int> CentralHeaders(byte[] zip) =>
        [.. Enumerable.Range(0, zip.Length - 4).Where(at => zip.AsSpan(at).StartsWith("PK\u0001\u0002"u8))];

    private void Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
