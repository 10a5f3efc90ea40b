using ProbeFleet.Core.Model;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>How long after its whole budget a probe of a hanging route ends, its closer look included.</summary>
internal static class BudgetOvershoot
{
    private const int Runs = 10;
    private static readonly ProbeBudget Budget = new(
        TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(1));

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("## Hanging routes: time over the whole budget of 1 s (goal 250 ms)\n");
        Console.WriteLine("| route | runs | named stage | median ms over | worst ms over |\n|---|--:|---|--:|--:|");
        using var silent = new SilentPort();
        await MeasureAsync("blackhole (SYN dropped)", new Uri($"https://localhost:{silent.Number}/v1"), cancellationToken);
        await MeasureServerAsync("TLS stall", Misbehave.StallAfterAccept, cancellationToken);
        await MeasureServerAsync("headers never come", Misbehave.HeadersNever.OverTls(LabTrust.Server), cancellationToken);
        await MeasureServerAsync("body stalls", Misbehave.BodyStall.OverTls(LabTrust.Server), cancellationToken);
        await MeasureServerAsync(
            "body drips", Misbehave.BodyDrip(TimeSpan.FromMilliseconds(50)).OverTls(LabTrust.Server), cancellationToken);
        Console.WriteLine();
    }

    private static async Task MeasureServerAsync(string name, Misbehaviour conduct, CancellationToken cancellationToken)
    {
        await using var server = FaultServer.Start(conduct);
        await MeasureAsync(name, server.Https(), cancellationToken);
    }

    private static async Task MeasureAsync(string name, Uri url, CancellationToken cancellationToken)
    {
        var prober = new RouteProber(WarmComparison.Surroundings);
        List<double> over = [];
        Stage? stage = null;
        for (var run = -1; run < Runs; run++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var result = await prober.ProbeAsync(WarmComparison.Request(url) with { Budget = Budget }, null, cancellationToken);
            stage = result.Break;
            if (run >= 0)
            {
                over.Add((TimeProvider.System.GetElapsedTime(began) - Budget.Total).TotalMilliseconds);
            }
        }

        over.Sort();
        Console.WriteLine(FormattableString.Invariant($"| {name} | {Runs} | {stage} | {over[Runs / 2]:0} | {over[^1]:0} |"));
    }
}
