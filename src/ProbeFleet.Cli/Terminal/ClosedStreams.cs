using Microsoft.Win32.SafeHandles;

namespace ProbeFleet.Cli.Terminal;

/// <summary>
/// The standard streams with which this process was started closed, as by <c>&gt;&amp;-</c>. The next file or socket that it opens would
/// take such a number, and what is meant for a person would be written there.
/// </summary>
internal static class ClosedStreams
{
    private const string Nothing = "/dev/null";
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
}
