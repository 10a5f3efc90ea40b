using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Tests.Incidents;

/// <summary>A packet leaves the company: it says what of the evidence could not be read, and a row that is there is not called absent.</summary>
public sealed class FleetPacketsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OfIncident_AllIsRead_LacksNothing()
    {
        await using var fleet = await OpenAsync(spoiled: null);

        Assert.Null((await PacketAsync(fleet)).Incident!.Missing);
    }

    [Theory]
    [InlineData("Vantages", "us")]
    [InlineData("RouteSnapshots", "us|a")]
    public async Task OfIncident_AVantagesEvidenceCannotBeRead_NamesIt(string table, string key)
    {
        await using var fleet = await OpenAsync((table, key));

        var packet = await PacketAsync(fleet);

        Assert.Contains("what these vantages saw is missing, in part or in full: us.", packet.Incident!.Missing, StringComparison.Ordinal);
        Assert.Contains("**Missing:** Not all of the fleet's evidence", PacketMarkdown.Render(packet), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Incidents")]
    [InlineData("ProbeResults")]
    public async Task OfIncident_ItsRowOrItsProbesCannotBeRead_IsUnreadableAndNotAbsent(string table)
    {
        await using var fleet = await OpenAsync(spoiled: null);
        var incident = Assert.Single(await fleet.IncidentsAsync());
        await fleet.SpoilAsync(table);
        var packets = new FleetPackets(fleet.Storage, fleet.Clock);

        Assert.IsType<Reading<Packet>.Unreadable>(await packets.OfIncidentAsync(incident.Id, Stop));
        Assert.IsType<Reading<Packet>.Absent>(await packets.OfIncidentAsync(Guid.CreateVersion7(), Stop));
        Assert.Equal(
            table is "ProbeResults",
            await packets.OfProbeAsync(incident.Affected[0].LatestProbeId, Stop) is Reading<Packet>.Unreadable);
    }

    /// <summary>An incident of all of Europe, judged while a row of each round could not be read.</summary>
    private async Task<JudgedFleet> OpenAsync((string Table, string Key)? spoiled)
    {
        var fleet = await JudgedFleet.StartAsync(azurite);
        var judge = fleet.NewJudge();
        await fleet.PassAsync(judge, 5, JudgedFleet.Healthy);
        for (var round = 0; round < 5; round++)
        {
            await fleet.RoundAsync(JudgedFleet.EuropeDown);
            await (spoiled is { } row ? fleet.SpoilAsync(row.Table, row.Key) : Task.CompletedTask);
            await judge.RunAsync(Stop);
        }

        return fleet;
    }

    private static async Task<Packet> PacketAsync(JudgedFleet fleet) => Assert.IsType<Reading<Packet>.Found>(
        await new FleetPackets(fleet.Storage, fleet.Clock).OfIncidentAsync(Assert.Single(await fleet.IncidentsAsync()).Id, Stop)).Value;
}
