using System.Diagnostics;
using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>
/// How the localizer's cost grows with the fleet: CPU time of one call, median and worst of several incidents, after a warm-up.
/// </summary>
internal static class GrowthMeasurement
{
    private static readonly (int Vantages, int Routes)[] Sizes = [(2, 2), (3, 4), (8, 8), (16, 15), (30, 30), (60, 30),
        (100, 60), (200, 100)];

    private const int Seed = 5_000_000;
    private const int WarmUps = 150;

    public static int Run()
    {
        Write(Console.Out);
        return 0;
    }

    public static void Write(TextWriter to)
    {
        to.WriteLine("\n| vantages × routes (15 rounds) | observations | CPU per localization, median | worst of 5 |\n|---|---|---|---|");

        WarmUp();
        foreach (var (vantages, routes) in Sizes)
        {
            var times = Measure(vantages, routes, 5);
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {vantages} × {routes} | {IncidentGenerator.Draw(Seed, vantages, routes).File.Results.Count} | "
                    + $"{times[2].TotalMilliseconds:F1} ms | {times[^1].TotalMilliseconds:F1} ms |"));
        }
    }

    /// <summary>The runtime compiles hot methods again in the background; its time is not the localizer's.</summary>
    public static void WarmUp()
    {
        for (var warm = 0; warm < WarmUps; warm++)
        {
            Localizer.Locate(IncidentGenerator.Draw(Seed + 100 + warm, 16, 15).File);
        }
    }

    /// <summary>The CPU times of localizing so many incidents of a fleet of this size, shortest first.</summary>
    public static List<TimeSpan> Measure(int vantages, int routes, int count)
    {
        var incidents = Enumerable.Range(0, count).Select(index => IncidentGenerator.Draw(Seed + index, vantages, routes)).ToList();
        Localizer.Locate(incidents[0].File);
        return [.. incidents.Select(incident => CpuOf(() => Localizer.Locate(incident.File))).Order()];
    }

    private static TimeSpan CpuOf(Func<FaultLocalization> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        GC.KeepAlive(work());
        process.Refresh();
        return process.TotalProcessorTime - before;
    }
}
