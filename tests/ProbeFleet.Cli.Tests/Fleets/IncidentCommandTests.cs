using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Topology;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Incidents;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>Incidents of a real fleet through the built tool: stored ones are read, and the real app proves or refuses their fix.</summary>
public sealed class IncidentCommandTests(FleetFixture fleet) : IClassFixture<FleetFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Localize_OverUrlAndStorage_IsALocalizationOfTheWindow()
    {
        var overUrl = await fleet.RunAsync("localize", "--url", fleet.Url, "--output", "json", "--window", "30m");
        var overStorage = await fleet.RunAsync("localize", "--storage", fleet.Storage, "--output", "json");
        var text = await fleet.RunAsync("localize", "--url", fleet.Url);

        Assert.All([overUrl, overStorage], run => Assert.Empty(
            JsonSerializer.Deserialize(run.Output, ProbeFleetJson.Default.FaultLocalization)!.Silent));
        Assert.Equal(JsonNode.Parse(overUrl.Output)!["suspects"]!.ToJsonString(),
            JsonNode.Parse(overStorage.Output)!["suspects"]!.ToJsonString());
        Assert.Equal(overUrl.Code, overStorage.Code);
        Assert.Contains("window ", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incidents_Stored_AreListedShownAndHandedOver()
    {
        var incident = await OpenAsync("refused");
        foreach (var target in new[] { new[] { "--url", fleet.Url }, ["--storage", fleet.Storage] })
        {
            var list = await fleet.RunAsync(["incidents", "--state", "all", "--output", "json", .. target]);
            var shown = await fleet.RunAsync(["incidents", "show", $"{incident.Id}", .. target]);
            var whole = await fleet.RunAsync(["incidents", "show", $"{incident.Id}", "--output", "json", .. target]);
            var markdown = await fleet.RunAsync(["packet", "--incident", $"{incident.Id}", .. target]);
            var packet = await fleet.RunAsync(["packet", "--incident", $"{incident.Id}", "--output", "json", .. target]);

            Assert.Contains(JsonNode.Parse(list.Output)!["incidents"]!.AsArray(), one => (string?)one!["id"] == $"{incident.Id}");
            Assert.Equal((15, 0, 0), (shown.Code, markdown.Code, packet.Code));
            Assert.StartsWith("✗ OPEN The model deployment lab ", shown.Output, StringComparison.Ordinal);
            Assert.Contains("  deployment:lab (90%), owner configuration\n", shown.Output, StringComparison.Ordinal);
            Assert.Equal(incident.Id, JsonSerializer.Deserialize(whole.Output, ProbeFleetJson.Default.Incident)!.Id);
            Assert.StartsWith("# ", markdown.Output, StringComparison.Ordinal);
            Assert.Equal(incident.Id, PacketReader.Read(packet.Output).Incident!.Id);
        }
    }

    [Fact]
    public async Task Incidents_UnknownId_IsExitCode2()
    {
        const string Unknown = "019aa4b7-5c80-7000-8000-00000000000a";
        foreach (var command in new[] { "incidents show", "packet --incident", "verify --incident" })
        {
            var run = await fleet.RunAsync([.. command.Split(' '), Unknown, "--url", fleet.Url]);

            Assert.True(run.Code == 2, run.ToString());
            Assert.Contains("has no incident", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Incidents_RowCannotBeRead_IsExitCode19AndSaidToExist()
    {
        var incident = await OpenAsync("refused");
        var table = new TableServiceClient(fleet.Storage).GetTableClient("Incidents");
        var row = await table.QueryAsync<TableEntity>(cancellationToken: Stop).FirstAsync(
            one => one.RowKey.EndsWith($"{incident.Id}", StringComparison.Ordinal), Stop);
        row["Schema"] = 99;
        await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Stop);
        try
        {
            foreach (var command in new[] { "incidents show ID --storage", "packet --incident ID --storage", "incidents show ID --url",
                "packet --incident ID --url", "verify --incident ID --url" })
            {
                var run = await fleet.RunAsync([.. command.Replace("ID", $"{incident.Id}", StringComparison.Ordinal).Split(' '),
                    command.EndsWith("url", StringComparison.Ordinal) ? fleet.Url : fleet.Storage]);

                Assert.True(run.Code == 19, run.ToString());
                Assert.Contains("It exists, but this version cannot read it.", run.Error, StringComparison.Ordinal);
                Assert.Contains("restore or delete row", run.Error, StringComparison.Ordinal);
            }
        }
        finally
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, Stop);
        }
    }

    [Fact]
    public async Task Verify_ARouteThatWorks_IsVerifiedAndCloses()
    {
        var incident = await OpenAsync("works");

        var run = await VerifyAsync(incident.Id);

        Assert.True(run.Code == 0, run.ToString());
        Assert.Contains("Asked lab-a, lab-b.", run.Error, StringComparison.Ordinal);
        Assert.Contains("lab-a → works: verified.", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("✓ VERIFIED: ", run.Output, StringComparison.Ordinal);
        var after = await fleet.RunAsync("incidents", "show", $"{incident.Id}", "--url", fleet.Url);
        Assert.Equal(0, after.Code);
        Assert.StartsWith("✓ CLOSED", after.Output, StringComparison.Ordinal);
        var again = await fleet.RunAsync("verify", "--incident", $"{incident.Id}", "--url", fleet.Url);
        Assert.Equal(2, again.Code);
        Assert.Contains("The incident is closed, so there is nothing to prove.", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ARouteThatStillFails_IsTheOwnersCode()
    {
        var incident = await OpenAsync("refused");

        var run = await VerifyAsync(incident.Id);

        Assert.True(run.Code == 15, run.ToString());
        Assert.StartsWith("✗ NOT FIXED: the fault is still there. The incident stays open.", run.Output, StringComparison.Ordinal);
    }

    private Task<ChildProcess> VerifyAsync(Guid incident) => fleet.ServeUntilAsync(
        fleet.RunAsync("verify", "--incident", $"{incident}", "--url", fleet.Url, "--reason", "a test"), Stop, "ServeProbeRequests",
        "JudgeOnSchedule");

    /// <summary>Stores an incident of a route as both vantages saw it last.</summary>
    private async Task<Incident> OpenAsync(string route)
    {
        List<ProbeResult> seen = [];
        foreach (var vantage in new[] { "lab-a", "lab-b" })
        {
            var page = await fleet.Apps[0].GetJsonAsync($"/api/probes?vantage={vantage}&route={route}&top=1");
            seen.Add(page.GetProperty("results")[0].Deserialize(ProbeFleetJson.Default.ProbeResult)!);
        }

        var openedAt = DateTimeOffset.FromUnixTimeMilliseconds(seen[0].StartedAt.ToUnixTimeMilliseconds());
        AffectedRoute[] affected = [.. seen.Select(result => result.Affected() with { Cause = Cause.ConfigBaseUrl, Failures = 3 })];
        var incident = Sample.Incident(openedAt, affected) with
        {
            Owner = Owner.Configuration,
            Component = new(ComponentKind.Deployment, "deployment:lab", Owner.Configuration),
        };
        using var storage = FleetStorage.Connect(fleet.Storage, null, TimeProvider.System);
        Assert.NotNull(await storage.Incidents.WriteAsync(new StoredIncident(incident, []), Stop));
        return incident;
    }
}
