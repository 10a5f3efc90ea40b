namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>What rounds of one size cost in one process.</summary>
/// <param name="Routes">Routes in a round.</param>
/// <param name="WallMs">A round, its storing included; the median.</param>
/// <param name="CpuMs">Processor time of the process in a round; the mean.</param>
/// <param name="PeakMiB">The most memory the process ever had.</param>
/// <param name="TableCalls">Calls to storage in a round; the mean. NaN where there is none.</param>
/// <param name="TableKiB">Bodies sent to storage in a round; the mean. NaN where there is none.</param>
internal sealed record RoundFigures(int Routes, double WallMs, double CpuMs, double PeakMiB, double TableCalls, double TableKiB);
