using ProbeFleet.Core.Incidents;
using ProbeFleet.Fleet.Queries;
using static ProbeFleet.Fleet.Tests.Incidents.JudgedFleet;

namespace ProbeFleet.Fleet.Tests.Incidents;

/// <summary>An open incident whose row is spoiled while its fault goes on.</summary>
public sealed class UnreadIncidentTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judge_OpenIncidentCannotBeReadAnyMore_IsToldOnceMoreAndOnlyAfterAWindow()
    {
        await using var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, Healthy);
        await fleet.PassAsync(judge, 5, EuropeDown);
        var first = Assert.Single(await fleet.IncidentsAsync());
        await fleet.SpoilAsync("Incidents", KeyOf(first, await fleet.KeysAsync("Incidents")));

        await fleet.PassAsync(judge, 12, EuropeDown);

        Assert.Empty(await fleet.IncidentsAsync());
        Assert.Contains(fleet.Logged, line => line.Contains($"No incident is opened for {first.Component!.Name}", StringComparison.Ordinal));
        var list = await new FleetQueries(fleet.Storage, [], fleet.Clock).ReadIncidentsAsync(IncidentState.Open, 10, Stop);
        var listed = Assert.Single(list.UnreadableIncidents!);
        Assert.Equal((first.Id, true, first.Component!.Name, first.OpenedAt), (listed.Id!.Value, listed.MayBeOpen, listed.Component, listed.OpenedAt));
        Assert.InRange(fleet.Clock.GetUtcNow() - listed.WrittenAt!.Value, TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(14));

        await fleet.PassAsync(judge, 12, EuropeDown);

        var second = Assert.Single(await fleet.IncidentsAsync());
        Assert.Equal(first.Component, second.Component);
        Assert.Contains(fleet.Logged, line => line.Contains(
            $"Incident {second.Id} may be of the same fault as {first.Id}", StringComparison.Ordinal));
        Assert.Equal(
            [(first.Id, false), (second.Id, true)],
            fleet.Receiver.Accepted.Select(Notice).Select(notice => (notice.IncidentId, notice.Change.Contains($"{first.Id}", StringComparison.Ordinal))));
    }

    private static string KeyOf(Incident incident, IEnumerable<string> keys) =>
        keys.Single(key => key.EndsWith($"{incident.Id}", StringComparison.Ordinal));
}
