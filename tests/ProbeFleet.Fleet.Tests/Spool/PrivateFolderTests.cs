using System.Diagnostics;
using System.Runtime.Versioning;
using ProbeFleet.Fleet.Spool;

namespace ProbeFleet.Fleet.Tests.Spool;

[SupportedOSPlatform("linux")]
public sealed class PrivateFolderTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("probefleet-private-").FullName;

    private string Folder => Path.Combine(_place, "probefleet-spool");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public void Missing_IsMadeForItsOwnerAlone()
    {
        Linux();

        Assert.Null(PrivateFolder.ProblemOf(Folder));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void OwnReadableByOthers_IsClosedToThem()
    {
        Linux();
        Directory.CreateDirectory(Folder);
        Mode("755");

        Assert.Null(PrivateFolder.ProblemOf(Folder));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
    }

    [Theory]
    [InlineData("777")]
    [InlineData("1777")]
    [InlineData("770")]
    public void WritableByOthers_IsRefused(string mode)
    {
        Linux();
        Directory.CreateDirectory(Folder);
        Mode(mode);

        Assert.Contains("can be written by other users", PrivateFolder.ProblemOf(Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void PreparedByAnotherUser_IsRefused()
    {
        Linux();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a folder to another user.");
        Directory.CreateDirectory(Folder);
        Mode("700");
        Run("chown", "65534", Folder);

        Assert.Contains("belongs to the user 65534", PrivateFolder.ProblemOf(Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void LinkToSomewhereElse_IsRefused()
    {
        Linux();
        Directory.CreateSymbolicLink(Folder, Directory.CreateDirectory(Path.Combine(_place, "elsewhere")).FullName);

        Assert.Contains("is a link", PrivateFolder.ProblemOf(Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void PlaceOfAFile_IsRefusedWithASentence()
    {
        Linux();
        File.WriteAllText(Folder, "");

        Assert.Contains("cannot be made or read", PrivateFolder.ProblemOf(Folder), StringComparison.Ordinal);
    }

    private static void Linux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems give each user a temporary folder.");

    private void Mode(string mode) => Run("chmod", mode, Folder);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
