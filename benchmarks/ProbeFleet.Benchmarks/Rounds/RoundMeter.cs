using System.Runtime;

namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>Runs rounds of one size and measures them: those after a start, those until the runtime has compiled, and those that count.</summary>
internal static class RoundMeter
{
    public const int Concurrency = 8;

    /// <summary>Half an hour of a vantage that probes 30 routes a minute.</summary>
    public const int ColdProbes = 900;

    /// <summary>The runtime has compiled when it compiles fewer than one method per ten probes, in as many probes as this.</summary>
    private const int LookedAt = 300;

    private const int MostToWarmUp = 20_000;

    /// <summary>Runs the rounds.</summary>
    /// <param name="routes">Routes in a round.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="process">Whose costs they are.</param>
    /// <param name="round">Runs one.</param>
    /// <param name="warmedUp">Called before the first that counts.</param>
    public static async Task<RoundFigures> MeasureAsync(
        int routes, int rounds, int process, Func<CancellationToken, Task> round, Action warmedUp, CancellationToken cancellationToken)
    {
        var began = ProcessFigures.ProcessorTimeOf(process);
        await round(cancellationToken);
        var first = ProcessFigures.ProcessorTimeOf(process) - began;
        var probes = routes;
        while (probes < ColdProbes)
        {
            await round(cancellationToken);
            probes += routes;
        }

        var cold = (ProcessFigures.ProcessorTimeOf(process) - began) / probes;
        probes += await SettleAsync(routes, process, round, cancellationToken);
        warmedUp();
        List<double> wall = [];
        began = ProcessFigures.ProcessorTimeOf(process);
        for (var run = 0; run < rounds; run++)
        {
            var at = TimeProvider.System.GetTimestamp();
            await round(cancellationToken);
            wall.Add(TimeProvider.System.GetElapsedTime(at).TotalMilliseconds);
        }

        wall.Sort();
        var used = (ProcessFigures.ProcessorTimeOf(process) - began).TotalMilliseconds / rounds;
        return new(routes, wall[rounds / 2], used, ProcessFigures.PeakMiB(process))
        {
            FirstCpuMs = first.TotalMilliseconds,
            ColdCpuMsPerProbe = cold.TotalMilliseconds,
            SettledAfter = probes,
        };
    }

    /// <summary>Runs rounds until the runtime has compiled what they run; another process's runtime compiles ahead.</summary>
    /// <returns>The probes that it took.</returns>
    private static async Task<int> SettleAsync(
        int routes, int process, Func<CancellationToken, Task> round, CancellationToken cancellationToken)
    {
        for (var probes = 0; probes < MostToWarmUp;)
        {
            var (compiled, until) = (JitInfo.GetCompiledMethodCount(), probes + LookedAt);
            while (probes < until)
            {
                await round(cancellationToken);
                probes += routes;
            }

            if (process != Environment.ProcessId || JitInfo.GetCompiledMethodCount() - compiled < LookedAt / 10)
            {
                return probes;
            }
        }

        throw new InvalidOperationException($"After {MostToWarmUp} probes the runtime still compiles.");
    }
}
