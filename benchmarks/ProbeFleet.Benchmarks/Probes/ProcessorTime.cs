using System.Runtime.InteropServices;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>Processor time, user and system together, to the microsecond (getrusage(2)).</summary>
internal static partial class ProcessorTime
{
    private const int Children = -1;
    private const int Self = 0;

    /// <summary>Of this process.</summary>
    public static TimeSpan OfThisProcess() => Read(Self);

    /// <summary>Of all child processes that have ended.</summary>
    public static TimeSpan OfEndedChildren() => Read(Children);

    private static TimeSpan Read(int who)
    {
        var usage = new long[18];
        return GetResourceUsage(who, usage) == 0
            ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3])
            : throw new InvalidOperationException($"getrusage failed with error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, [Out] long[] usage);
}
