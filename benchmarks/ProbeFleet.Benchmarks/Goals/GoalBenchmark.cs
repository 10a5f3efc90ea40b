using ProbeFleet.Benchmarks.Localization;
using ProbeFleet.Benchmarks.Probes;
using ProbeFleet.Benchmarks.Rounds;
using ProbeFleet.Benchmarks.Rows;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Benchmarks.Goals;

/// <summary>Every figure that has a goal, beside it. <c>eng/bench.sh</c> runs it.</summary>
internal static class GoalBenchmark
{
    private const int WarmRuns = 600;
    private const double Megabyte = 1e6;

    /// <summary>Prints the table.</summary>
    /// <param name="native">The command line as one native file; null where it was not made.</param>
    /// <returns>1 when a goal is missed by more than 20 %.</returns>
    public static async Task<int> RunAsync(string? native, CancellationToken cancellationToken)
    {
        List<Goal> goals = [];
        LabTrust.Install();
        await using (var server = await HealthyServer.StartAsync(cancellationToken))
        {
            Add(goals, await StartUpAsync(server, native, cancellationToken));
            Add(goals, await WarmAsync(server, cancellationToken));
        }

        Add(goals, await RoundsAsync(cancellationToken));
        Add(goals, [new("stored bytes of a healthy result, the largest of six", await RowBenchmark.LargestAsync(cancellationToken), 1536, "B")]);
        Add(goals, Localization());
        return goals.Exists(goal => goal.IsFailed) ? 1 : 0;
    }

    /// <summary>Prints the localizer's rows alone.</summary>
    /// <returns>1 when a goal is missed by more than 20 %.</returns>
    public static int RunLocalization()
    {
        List<Goal> goals = [];
        Add(goals, Localization());
        return goals.Exists(goal => goal.IsFailed) ? 1 : 0;
    }

    private static void Add(List<Goal> goals, IReadOnlyList<Goal> more)
    {
        if (goals is [])
        {
            Console.WriteLine(Goal.Header);
        }

        goals.AddRange(more);
        Console.WriteLine(string.Join('\n', more.Select(goal => goal.Row)));
    }

    private static async Task<IReadOnlyList<Goal>> StartUpAsync(
        HealthyServer server, string? native, CancellationToken cancellationToken)
    {
        var (wall, cpu, size) = (double.NaN, double.NaN, double.NaN);
        if (native is not null)
        {
            var (curl, tool, _) = await ColdComparison.MeasureAsync(server, native, cancellationToken);
            (wall, cpu) = (tool.MedianWall / curl.MedianWall, tool.MedianCpu / curl.MedianCpu);
            size = new FileInfo(native).Length / Megabyte;
        }

        return
        [
            new("start-up of the native file against curl -w, wall", wall, 3, "x"),
            new("start-up of the native file against curl -w, CPU", cpu, 5, "x"),
            new("size of the native file", size, 15, "MB"),
        ];
    }

    private static async Task<IReadOnlyList<Goal>> WarmAsync(HealthyServer server, CancellationToken cancellationToken)
    {
        var (_, sdk, probe) = await WarmComparison.MeasureAsync(server.BaseUrl, WarmRuns, cancellationToken);
        return
        [
            new("warm probe against a bare SDK call, wall", probe.MedianWall / sdk.MedianWall, 1.15, "x"),
            new("warm probe against a bare SDK call, CPU", probe.MedianCpu / sdk.MedianCpu, 1.15, "x"),
        ];
    }

    private static async Task<IReadOnlyList<Goal>> RoundsAsync(CancellationToken cancellationToken)
    {
        if (await RoundsBenchmark.MissingAsync(cancellationToken) is { } missing)
        {
            await Console.Error.WriteLineAsync($"Rounds are not measured: {missing}");
            return [new("a round", double.NaN, 1.5, "x")];
        }

        var sizes = await RoundsBenchmark.MeasureAsync(cancellationToken);
        var cold = sizes.Single(size => size.Fleet.Routes == RoundsBenchmark.ColdRoutes);
        IReadOnlyList<RoundsOfSize> warm = [.. sizes.Where(size => size != cold)];
        var halfHour = $"first {RoundMeter.ColdProbes} probes after a start, {RoundsBenchmark.ColdRoutes} a round";
        return
        [
            .. warm.Select(size => new Goal(
                $"round of {size.Fleet.Routes}, compiled, CPU per probe against blackbox_exporter",
                size.Fleet.CpuMs / size.Blackbox.CpuMs, 1.5, "x")),
            .. warm.Select(size => new Goal(
                $"round of {size.Fleet.Routes}, compiled, CPU per probe against HttpClient", size.Fleet.CpuMs / size.Bare.CpuMs, 1.3, "x")),
            new($"{halfHour}, CPU against blackbox_exporter", cold.Fleet.ColdCpuMsPerProbe / cold.Blackbox.ColdCpuMsPerProbe, 1.5, "x"),
            new($"{halfHour}, CPU against HttpClient", cold.Fleet.ColdCpuMsPerProbe / cold.Bare.ColdCpuMsPerProbe, 1.3, "x"),
            new(
                $"peak memory at {sizes[^1].Fleet.Routes} routes against {sizes[0].Fleet.Routes}",
                sizes[^1].Fleet.PeakMiB / sizes[0].Fleet.PeakMiB, 1.5, "x"),
        ];
    }

    private static IReadOnlyList<Goal> Localization()
    {
        GrowthMeasurement.WarmUp();
        var usual = GrowthMeasurement.Measure(60, 30, 20);
        return
        [
            new("localization of 60 × 30 × 15, median of 20, CPU", usual[usual.Count / 2].TotalMilliseconds, 60, "ms"),
            new("localization of 60 × 30 × 15, worst of 20, CPU", usual[^1].TotalMilliseconds, 150, "ms"),
            new("localization of 200 × 100 × 15, median of 5, CPU", GrowthMeasurement.Measure(200, 100, 5)[2].TotalMilliseconds, 500, "ms"),
        ];
    }
}
