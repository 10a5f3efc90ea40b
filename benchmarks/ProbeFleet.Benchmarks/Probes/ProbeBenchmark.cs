using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>How much a probe costs and how true its times are, against named peers in the same run.</summary>
internal static class ProbeBenchmark
{
    /// <summary>The streams alone.</summary>
    public static async Task<int> RunStreamsAsync(CancellationToken cancellationToken)
    {
        LabTrust.Install();
        await StreamComparison.RunAsync(cancellationToken);
        return 0;
    }

    /// <param name="native">The command line as one native file; null for the one that .NET runs.</param>
    public static async Task<int> RunAsync(string? native, CancellationToken cancellationToken)
    {
        LabTrust.Install();
        await using (var server = await HealthyServer.StartAsync(cancellationToken))
        {
            await WarmComparison.RunAsync(
                "One warm process, fresh TLS connection for each call, loopback", server.BaseUrl, 300, cancellationToken);
            await ColdComparison.RunAsync(server, native, cancellationToken);
        }

        var far = TimeSpan.FromMilliseconds(25);
        await using (var distant = FaultServer.Start(Misbehave.Answer(beforeHeaders: far).OverTls(LabTrust.Server).After(far)))
        {
            await WarmComparison.RunAsync(
                "The same, 25 ms before TLS and 25 ms before the headers", distant.Https(), 60, cancellationToken);
        }

        await StreamComparison.RunAsync(cancellationToken);
        await StageTruth.RunAsync(cancellationToken);
        await BudgetOvershoot.RunAsync(cancellationToken);
        return 0;
    }
}
