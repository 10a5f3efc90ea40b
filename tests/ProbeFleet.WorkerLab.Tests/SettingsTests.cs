namespace ProbeFleet.WorkerLab.Tests;

public sealed class SettingsTests(PublishedVantage published)
{
    [Fact]
    public async Task Settings_Wrong_EndTheWorkerWithOneLineThatNamesThemAll()
    {
        Dictionary<string, string?> environment = new()
        {
            ["PROBEFLEET_VANTAGE"] = "No Name",
            ["PROBEFLEET_STORAGE"] = null,
            ["ProbeSchedule"] = "every minute",
            ["ServeSchedule"] = "*/10 * * * * *",
            ["JudgeSchedule"] = "30 * * * * *",
            ["PurgeSchedule"] = null,
        };
        await using var worker = await FunctionsWorker.LaunchAsync(published.App, environment, TestContext.Current.CancellationToken);

        Assert.NotEqual(0, await worker.Ended.WaitAsync(TestContext.Current.CancellationToken));

        // Azure's host passes standard error on line by line; an operator who filters for errors sees the first.
        var line = Assert.Single(worker.Output, line => line.Contains("settings are wrong", StringComparison.Ordinal));
        Assert.All(
            (string[])["PROBEFLEET_VANTAGE", "PROBEFLEET_STORAGE", "ProbeSchedule", "PurgeSchedule"],
            name => Assert.Contains(name, line, StringComparison.Ordinal));
        Assert.DoesNotContain("ServeSchedule", line, StringComparison.Ordinal);
    }
}
