using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ProbeFleet.Fleet.Spool;

/// <summary>
/// A folder that no other user of the machine can write to or has prepared. Results wait in it, so anyone who could put a file there could
/// make the fleet believe what no vantage measured.
/// </summary>
public static partial class PrivateFolder
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>
    /// Creates a missing folder, accessible to its owner only, and checks an existing one. Windows and macOS give each user a temporary
    /// folder, so only Linux is checked.
    /// </summary>
    /// <returns>The problem as a sentence; null when the folder exists and belongs to this user alone.</returns>
    public static string? ProblemOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(path, OnlyOwner);
            var (owner, isFolder) = Status(path);
            if (!isFolder)
            {
                return $"'{path}' is a link and no folder.";
            }

            if (owner != EffectiveUser())
            {
                return $"'{path}' belongs to the user {owner} and this process runs as {EffectiveUser()}.";
            }

            if ((File.GetUnixFileMode(path) & OthersWrite) != 0)
            {
                return $"'{path}' can be written by other users.";
            }

            File.SetUnixFileMode(path, OnlyOwner);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or EntryPointNotFoundException)
        {
            // EntryPointNotFoundException: a C library older than statx, such as glibc 2.27.
            return $"'{path}' cannot be made or read: {error.Message}";
        }
    }

    // struct statx has the same layout on every architecture, unlike struct stat: linux/stat.h.
    private static (uint Owner, bool IsFolder) Status(string path)
    {
        const int currentFolder = -100, doNotFollow = 0x100;
        const uint typeAndOwner = 0x1 | 0x8;
        Span<byte> status = stackalloc byte[256];
        if (StatusOf(currentFolder, path, doNotFollow, typeAndOwner, status) != 0)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        }

        const int folder = 0x4000, typeBits = 0xF000;
        return (BinaryPrimitives.ReadUInt32LittleEndian(status[20..]),
            (BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & typeBits) == folder);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOf(int folder, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
