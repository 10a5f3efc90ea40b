using System.Globalization;
using ProbeFleet.Core.Model;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FleetLab.Tests;

public sealed class HangingRouteTests
{
    private const int Routes = 12, MostPairs = 12;
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task HangingRoute_OtherResults_ComeAsEarlyAsWithoutIt()
    {
        await using var hanging = FaultServer.Start(Misbehave.HeadersNever.OverTls(LabTrust.Server));
        await using var rig = await VantageRig.StartAsync();
        await using var vantage = await rig.StartVantageAsync();
        string[] configurations = [rig.Configuration(Routes), rig.Configuration(Routes, "00:00:03", ("hanging", hanging.Https()))];
        List<TimeSpan> delays = [];

        // The first pair also compiles the app's code. Another process may take the processor in any one round: what the route does to the
        // others, it does in every pair, so one pair without it is the proof.
        while (delays.Count < 2 || (delays.Count <= MostPairs && delays.Skip(1).Min() >= Bound))
        {
            var alone = await LastEndAsync(vantage, configurations[0]);
            var beside = await LastEndAsync(vantage, configurations[1]);
            delays.Add(beside - alone);
        }

        Assert.NotEmpty(hanging.Connections);
        Assert.True(delays.Skip(1).Min() < Bound, string.Join(", ", delays));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", delays.Select(delay => $"{delay.TotalMilliseconds:0} ms")));
    }

    /// <summary>When the last healthy route of a round had its result, counted from the round's start; by what was recorded.</summary>
    private static async Task<TimeSpan> LastEndAsync(VantageProcess vantage, string configuration)
    {
        await VantageRig.ApplyAsync(vantage, configuration);
        var round = await vantage.CallAsync(HttpMethod.Post, "/api/rounds", null, TestContext.Current.CancellationToken);
        var startedAt = round.GetProperty("startedAt").GetDateTimeOffset();
        var from = startedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        var healthy = (await VantageRig.StoredAsync(vantage, $"/api/probes?top=1000&from={from}"))
            .Where(result => result.Outcome is ProbeOutcome.Passed).ToList();
        Assert.Equal(Routes, healthy.Count);
        return healthy.Max(result => result.StartedAt + result.Duration) - startedAt;
    }
}
