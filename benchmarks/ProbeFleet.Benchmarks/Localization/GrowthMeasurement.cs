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

        // The runtime compiles hot methods again in the background; its time is not the localizer's.
        for (var warm = 0; warm < WarmUps; warm++)
        {
            Localizer.Locate(IncidentGenerator.Draw(Seed + 100 + warm, 16, 15).File);
        }

        foreach (var (vantages, routes) in Sizes)
        {
            var incidents = Enumerable.Range(0, 5).Select(index => IncidentGenerator.Draw(Seed + index, vantages, routes)).ToList();
            Localizer.Locate(incidents[0].File);
            var times = incidents.Select(incident => CpuOf(() => Localizer.Locate(incident.File))).Order().ToList();
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {vantages} × {routes} | {incidents.Average(incident => incident.File.Results.Count):F0} | "
                    + $"{times[2].TotalMilliseconds:F1} ms | {times[^1].TotalMilliseconds:F1} ms |"));
        }
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
