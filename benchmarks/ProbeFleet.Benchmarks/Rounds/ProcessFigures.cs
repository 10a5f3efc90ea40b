using System.Globalization;

namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>Another process's cost, from <c>/proc</c>.</summary>
internal static class ProcessFigures
{
    // The unit of times in /proc/PID/stat is 1/100 s on every Linux that runs .NET (sysconf(_SC_CLK_TCK)).
    private const double TicksPerSecond = 100;

    /// <summary>The most resident memory that a process ever had.</summary>
    public static double PeakMiB(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    /// <summary>Processor time of a process until now, user and system.</summary>
    public static TimeSpan ProcessorTimeOf(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        var inProcess = long.Parse(fields[11], CultureInfo.InvariantCulture);
        var inKernel = long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((inProcess + inKernel) / TicksPerSecond);
    }
}
