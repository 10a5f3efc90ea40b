using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Tests.OnDemand;

public sealed class OnDemandProbesTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AnAnswerIsNotTaken_LaterResultsAreStoredAndTheFailureIsThrown()
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
        var answers = 0;

        await Assert.ThrowsAsync<StorageException>(() => probes.RunAsync(
            current, OnDemandOrder.Make(current, ["*"], ProbeDepth.Authenticated, "a test", out _)!, NotTakenAsync, Stop));

        Assert.Equal(["late", "soon"], (await vantage.StoredAsync()).Select(result => result.Route.Name.ToString()).Order());
        Assert.Equal(1, answers);

        Task NotTakenAsync(IReadOnlyList<ProbeResult> results)
        {
            answers++;
            answering.TrySetResult();
            throw new StorageException(StorageFailure.Unreachable, "away for a test");
        }
    }
}
