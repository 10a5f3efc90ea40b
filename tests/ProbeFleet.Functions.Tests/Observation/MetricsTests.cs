using Azure.Data.Tables;
using ProbeFleet.FaultLab;
using ProbeFleet.Functions.Observation;
using Sample = ProbeFleet.Functions.Observation.PrometheusText.Sample;

namespace ProbeFleet.Functions.Tests.Observation;

/// <summary>Prometheus' own checker takes what the app says.</summary>
public sealed class MetricsTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfAFleetWithSilentVantages_PleasePromtool()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("promtool") is not null, "promtool is not installed: run eng/install-lab.sh");
        await using var app = await VantageApp.StartAsync(
            fixture.Azurite.Server.ConnectionString, fixture.Folder.FullName, "metrics", new()
            {
                ["PROBEFLEET_EXPECTED_VANTAGES"] = "metrics,never-came",
            });
        await app.PostAsync("/api/rounds", "");

        var text = await app.Client.GetStringAsync("/api/metrics", Stop);

        await AssertPromtoolAsync(text);
        Assert.Contains("probefleet_vantage_silent{vantage=\"metrics\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("probefleet_vantage_silent{vantage=\"never-came\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("probefleet_round_lag_seconds{vantage=\"metrics\"} 0\n", text, StringComparison.Ordinal);
        Assert.Matches("probefleet_last_probe_stage_duration_seconds\\{vantage=\"metrics\",route=\"a\",stage=\"answer\"\\} "
            + "[0-9.]+(E-[0-9]+)?\n", text);
        var fleet = await app.GetJsonAsync("/api/fleet");
        Assert.Equal("never-came", Assert.Single(fleet.GetProperty("neverReported").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task OpenIncidents_OneCannotBeRead_AreNotCounted()
    {
        await using var server = await fixture.Azurite.StartAnotherAsync(Stop);
        await using var app = await VantageApp.StartAsync(server.ConnectionString, fixture.Folder.FullName, "uncounted");
        Assert.Contains("probefleet_incidents_open{owner=\"quota\"} 0\n", await app.Client.GetStringAsync("/api/metrics", Stop), StringComparison.Ordinal);

        var incidents = new TableServiceClient(server.ConnectionString).GetTableClient("Incidents");
        await incidents.CreateIfNotExistsAsync(Stop);
        await incidents.UpsertEntityAsync(
            new TableEntity("fleet", "spoiled") { ["State"] = "open", ["Schema"] = "none" }, cancellationToken: Stop);

        Assert.DoesNotContain("probefleet_incidents_open", await app.Client.GetStringAsync("/api/metrics", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_OfHostileText_AreEscaped()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("promtool") is not null, "promtool is not installed: run eng/install-lab.sh");
        var text = new PrometheusText();
        var hostile = "a\"} 1\nprobefleet_forged{x=\"\\ \u0000\u2028<script>\t";
        text.Gauge("probefleet_route_up", "Help.", new Sample(1, ("vantage", hostile)), new Sample(double.NaN, ("vantage", "")));

        Assert.Equal(4, text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("{vantage=\"a\\\"} 1\\nprobefleet_forged{x=\\\"\\\\ ", text.ToString(), StringComparison.Ordinal);
        await AssertPromtoolAsync(text.ToString());
    }

    private static async Task AssertPromtoolAsync(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text, Stop);
            var outcome = await LabCommand.RunAsync(
                "sh", ["-c", "exec promtool check metrics < \"$0\"", file], new Dictionary<string, string?>(), Stop);
            Assert.True(outcome is { ExitCode: 0, Output: "", Errors: "" }, $"{outcome.Output}{outcome.Errors}\n{text}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
