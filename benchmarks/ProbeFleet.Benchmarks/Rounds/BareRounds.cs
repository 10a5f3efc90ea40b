using System.Globalization;
using System.Text.Json;
using ProbeFleet.Benchmarks.Probes;

namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>The floor: the same completions by a bare <see cref="HttpClient"/>, each on a TLS connection of its own.</summary>
internal static class BareRounds
{
    /// <summary>Runs the rounds and prints the figures as JSON.</summary>
    public static async Task<int> RunAsync(string routes, string rounds, string baseUrl, CancellationToken cancellationToken)
    {
        var (size, count) = (int.Parse(routes, CultureInfo.InvariantCulture), int.Parse(rounds, CultureInfo.InvariantCulture));
        var url = new Uri(baseUrl + "/chat/completions");
        var options = new ParallelOptions { MaxDegreeOfParallelism = RoundMeter.Concurrency, CancellationToken = cancellationToken };
        var figures = await RoundMeter.MeasureAsync(
            size, count, Environment.ProcessId,
            _ => Parallel.ForEachAsync(
                Enumerable.Range(0, size), options, async (_, stop) => await WarmComparison.CallAsync(url, stop)),
            () => { },
            cancellationToken);
        Console.Out.WriteLine(JsonSerializer.Serialize(figures));
        return 0;
    }
}
