using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Tests.OnDemand;

public sealed class OnDemandProbesTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_AnAnswerIsNotTaken_ItsResultsAreToldAgain(int failures)
    {
        var (told, all) = await RunAsync(failures);

        Assert.Equal(["late", "soon"], told.Order());
        Assert.Equal(["late", "soon"], all.Order());
    }

    [Fact]
    public async Task Run_NoAnswerIsTaken_ResultsAreStoredAndTheFailureIsThrown() =>
        await Assert.ThrowsAsync<StorageException>(() => RunAsync(failures: 3));

    /// <summary>Two batches of one result each.</summary>
    private async Task<(IReadOnlyList<string> Told, IReadOnlyList<string> Stored)> RunAsync(int failures)
    {
        var answering = new TaskCompletionSource();
        await using var api = await LabApi.StartAsync(new(), Stop);
        await using var late = FaultServer.Start(async (connection, stopping) =>
        {
            await answering.Task.WaitAsync(stopping);
            await Misbehave.Healthy(connection, stopping);
        });
        using var vantage = new LabVantage(azurite.Server);
        var current = Lab.ConfigurationOf(Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "soon"), Lab.RouteTo(late.Http(), "late"));
        var probes = new OnDemandProbes(vantage.Runner, vantage.Recorder, vantage.Records, vantage.Telemetry, TimeProvider.System);
        List<string> told = [];
        var answers = 0;
        try
        {
            await probes.RunAsync(
                current, OnDemandOrder.Make(current, ["*"], ProbeDepth.Authenticated, "a test", out _)!, AnswerAsync, Stop);
        }
        finally
        {
            Assert.Equal(2, (await vantage.StoredAsync()).Count);
        }

        return (told, [.. (await vantage.StoredAsync()).Select(result => result.Route.Name.ToString())]);

        Task AnswerAsync(IReadOnlyList<ProbeResult> results)
        {
            answering.TrySetResult();
            if (++answers <= failures)
            {
                throw new StorageException(StorageFailure.Unreachable, "away for a test");
            }

            told.AddRange(results.Select(result => result.Route.Name.ToString()));
            return Task.CompletedTask;
        }
    }
}
