namespace ProbeFleet.Benchmarks.Probes;

/// <summary>Wall and CPU times of repeated runs, in milliseconds.</summary>
internal sealed class Sample(string name)
{
    private readonly List<double> _wall = [];
    private readonly List<double> _cpu = [];

    public string Name => name;

    public double MedianWall => Median(_wall);

    public double MedianCpu => Median(_cpu);

    public int Count => _wall.Count;

    public void Add(TimeSpan wall, TimeSpan cpu)
    {
        _wall.Add(wall.TotalMilliseconds);
        _cpu.Add(cpu.TotalMilliseconds);
    }

    public string RowAgainst(Sample peer) => FormattableString.Invariant(
        $"| {Name} | {Count} | {MedianWall:0.00} | {MedianCpu:0.00} | {MedianWall / peer.MedianWall:0.00}x | {MedianCpu / peer.MedianCpu:0.00}x |");

    public static string Header(Sample peer) =>
        $"| what | runs | wall ms (median) | CPU ms (median) | wall against {peer.Name} | CPU against {peer.Name} |\n|---|--:|--:|--:|--:|--:|";

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
