using System.Runtime.InteropServices;

namespace ProbeFleet.Cli.Terminal;

/// <summary>Whether anybody reads standard output: on Unix .NET's console goes on without an error when a pipe's reader has gone.</summary>
internal static partial class OutputPipe
{
    // POLLERR and POLLHUP of poll(2), with which a pipe and a socket tell it.
    private const int HasEnded = 0x8 | 0x10;

    public static bool HasNoReader()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var output = new Polled { Descriptor = 1 };
        return Poll(ref output, count: 1, milliseconds: 0) > 0 && (output.Answer & HasEnded) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Polled descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Asked;
        public short Answer;
    }
}
