using Microsoft.Win32.SafeHandles;

namespace ProbeFleet.Cli.Terminal;

/// <summary>
/// The standard streams with which this process was started closed, as by <c>&gt;&amp;-</c>. The next file or socket that it opens would
/// take such a number, and what is meant for a person would be written there.
/// </summary>
internal static class ClosedStreams
{
    private const string Nothing = "/dev/null";
    private const string Descriptors = "/proc/self/fd";
    private const int LastStandardStream = 2;

    // Kept open for the life of the process.
    private static readonly List<SafeFileHandle> Held = [];

    /// <summary>Gives them to a file that is empty to a reader and refuses a writer. Must come before anything is opened.</summary>
    public static void Occupy()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            var handle = File.OpenHandle(Nothing);
            while (handle.DangerousGetHandle() <= LastStandardStream)
            {
                Held.Add(handle);
                handle = File.OpenHandle(Nothing);
            }

            handle.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A root file system without it, or one that a sandbox or a lock withholds: the streams stay as they are.
        }
    }

    /// <summary>
    /// Whether standard input is a pipe that this process itself could write into, so that it never ends: .NET's runtime, which the native
    /// file does not have, takes the number of a closed one before <see cref="Occupy"/> can.
    /// </summary>
    public static bool IsInputOwn()
    {
        try
        {
            return OperatingSystem.IsLinux() && TargetOf("0") is { } input && input.StartsWith("pipe:", StringComparison.Ordinal)
                && Directory.EnumerateFiles(Descriptors).Select(file => Path.GetFileName(file))
                    .Any(name => TargetOf(name) == input && IsForWriting(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A sandbox withholds what the kernel knows of this process.
            return false;
        }
    }

    private static string? TargetOf(string descriptor) => new FileInfo($"{Descriptors}/{descriptor}").LinkTarget;

    // "flags:" and octal digits, the last of which is 1 for O_WRONLY and 2 for O_RDWR.
    private static bool IsForWriting(string descriptor) => File.ReadLines($"/proc/self/fdinfo/{descriptor}")
        .Any(line => line.StartsWith("flags:", StringComparison.Ordinal) && line[^1] is '1' or '2');
}
