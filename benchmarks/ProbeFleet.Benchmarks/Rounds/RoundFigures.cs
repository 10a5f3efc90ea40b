namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>What rounds of one size cost in one process.</summary>
/// <param name="Routes">Routes in a round.</param>
/// <param name="WallMs">A round, its storing included; the median.</param>
/// <param name="CpuMs">Processor time of the process in a round; the mean.</param>
/// <param name="PeakMiB">The most memory the process ever had.</param>
internal sealed record RoundFigures(int Routes, double WallMs, double CpuMs, double PeakMiB)
{
    /// <summary>Processor time of the first round after the process began, its start left out.</summary>
    public required double FirstCpuMs { get; init; }

    /// <summary>Processor time per probe from the first round on, for <see cref="RoundMeter.ColdProbes"/> probes; the mean.</summary>
    public required double ColdCpuMsPerProbe { get; init; }

    /// <summary>Probes before the first round that counts.</summary>
    public required int SettledAfter { get; init; }

    /// <summary>Calls to storage in a round; the mean. Null where there is none.</summary>
    public double? TableCalls { get; init; }

    /// <summary>Bodies sent to storage in a round; the mean. Null where there is none.</summary>
    public double? TableKiB { get; init; }

    public double CpuMsPerProbe => CpuMs / Routes;

    public double FirstCpuMsPerProbe => FirstCpuMs / Routes;

    /// <summary>Of several measurements of one kind and size, the one with the median processor time.</summary>
    public static RoundFigures Median(IEnumerable<RoundFigures> all)
    {
        var sorted = all.OrderBy(figures => figures.CpuMs).ToList();
        return sorted[sorted.Count / 2];
    }
}
