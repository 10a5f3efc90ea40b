using ProbeFleet.Core.Model;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Probing;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>Stage times against delays that the lab put in on purpose, as the server itself measured them.</summary>
internal static class StageTruth
{
    private const int Runs = 20;
    private static readonly TimeSpan[] Delays = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMilliseconds(400)];

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("## Stage times against injected delays\n");
        Console.WriteLine("| stage | delay ms | runs | median error ms | worst error ms | within 2 ms or 5 % |\n|---|--:|--:|--:|--:|--:|");
        foreach (var delay in Delays)
        {
            await MeasureAsync(
                "secure", delay, Misbehave.Healthy.OverTls(LabTrust.Server).After(delay),
                ServerMoment.Accepted, ServerMoment.Secured, cancellationToken);
            await MeasureAsync(
                "respond", delay, Misbehave.Answer(beforeHeaders: delay).OverTls(LabTrust.Server),
                ServerMoment.RequestRead, ServerMoment.HeadersSent, cancellationToken);
            await MeasureAsync(
                "answer", delay, Misbehave.Answer(beforeBody: delay).OverTls(LabTrust.Server),
                ServerMoment.HeadersSent, ServerMoment.BodySent, cancellationToken);
        }

        Console.WriteLine();
    }

    private static async Task MeasureAsync(
        string stage, TimeSpan delay, Misbehaviour conduct, ServerMoment from, ServerMoment to, CancellationToken cancellationToken)
    {
        await using var server = FaultServer.Start(conduct);
        var prober = new RouteProber(WarmComparison.Surroundings);
        List<double> errors = [];
        for (var run = -3; run < Runs; run++)
        {
            var result = await prober.ProbeAsync(WarmComparison.Request(server.Https()), null, cancellationToken);
            var measured = result.Stages.Single(evidence => evidence.Stage == Enum.Parse<Stage>(stage, ignoreCase: true)).Duration!.Value;
            var truth = server.Connections.Last().Between(from, to)!.Value;
            if (run >= 0)
            {
                errors.Add(Math.Abs((measured - truth).TotalMilliseconds));
            }
        }

        errors.Sort();
        var allowed = Math.Max(2, delay.TotalMilliseconds * 0.05);
        var within = errors.Count(error => error <= allowed);
        Console.WriteLine(FormattableString.Invariant(
            $"| {stage} | {delay.TotalMilliseconds:0} | {Runs} | {errors[Runs / 2]:0.00} | {errors[^1]:0.00} | {within}/{Runs} |"));
    }
}
