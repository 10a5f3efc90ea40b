using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>How much a probe costs and how true its times are, against named peers in the same run.</summary>
internal static class ProbeBenchmark
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        LabTrust.Install();
        await using (var server = await HealthyServer.StartAsync(cancellationToken))
        {
            await WarmComparison.RunAsync(server, cancellationToken);
            await ColdComparison.RunAsync(server, cancellationToken);
        }

        await StageTruth.RunAsync(cancellationToken);
        await BudgetOvershoot.RunAsync(cancellationToken);
        return 0;
    }
}
