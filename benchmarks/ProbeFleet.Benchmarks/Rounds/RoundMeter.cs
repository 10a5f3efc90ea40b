namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>Runs rounds of one size and measures them: the first, some to warm up, and those that count.</summary>
internal static class RoundMeter
{
    public const int Concurrency = 8;

    private const int WarmUp = 3;

    /// <summary>Runs the rounds.</summary>
    /// <param name="routes">Routes in a round.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="process">Whose costs they are.</param>
    /// <param name="round">Runs one.</param>
    /// <param name="warmedUp">Called before the first that counts.</param>
    public static async Task<RoundFigures> MeasureAsync(
        int routes, int rounds, int process, Func<CancellationToken, Task> round, Action warmedUp, CancellationToken cancellationToken)
    {
        List<double> wall = [];
        var (first, cpu) = (TimeSpan.Zero, ProcessFigures.ProcessorTimeOf(process));
        for (var run = -WarmUp; run < rounds; run++)
        {
            if (run == 0)
            {
                cpu = ProcessFigures.ProcessorTimeOf(process);
                warmedUp();
            }

            var began = TimeProvider.System.GetTimestamp();
            await round(cancellationToken);
            if (run == -WarmUp)
            {
                first = ProcessFigures.ProcessorTimeOf(process) - cpu;
            }

            if (run >= 0)
            {
                wall.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        wall.Sort();
        var used = (ProcessFigures.ProcessorTimeOf(process) - cpu).TotalMilliseconds / rounds;
        return new(routes, wall[rounds / 2], used, first.TotalMilliseconds, ProcessFigures.PeakMiB(process));
    }
}
