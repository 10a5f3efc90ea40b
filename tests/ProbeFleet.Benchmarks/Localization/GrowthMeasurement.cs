using System.Diagnostics;
using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Localization;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>How the localizer's cost grows with the fleet: CPU time of one call, best and mean of several incidents, after a warm-up.</summary>
internal static class GrowthMeasurement
{
    private static readonly (int Vantages, int Routes)[] Sizes = [(2, 2), (3, 4), (8, 8), (16, 15), (30, 30), (60, 30), (100, 60), (200, 100)];

    public static void Write(TextWriter to, int seed)
    {
        to.WriteLine("\n| vantages × routes (15 rounds) | observations | CPU per localization, median | worst of 5 |\n|---|---|---|---|");
        foreach (var (vantages, routes) in Sizes)
        {
            var incidents = Enumerable.Range(0, 5).Select(index => IncidentGenerator.Draw(seed + index, vantages, routes)).ToList();
            Localizer.Locate(incidents[0].File);
            var times = incidents.Select(incident => CpuOf(() => Localizer.Locate(incident.File))).Order().ToList();
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {vantages} × {routes} | {incidents.Average(incident => incident.File.Results.Count):F0} | {times[2].TotalMilliseconds:F1} ms | {times[^1].TotalMilliseconds:F1} ms |"));
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
