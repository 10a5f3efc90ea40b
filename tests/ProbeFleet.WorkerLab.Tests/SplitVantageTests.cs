using System.Text.Json;

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>
/// One vantage as a Flex Consumption app runs it: each timer in a process of its own and the HTTP functions in another, over one account.
/// </summary>
public sealed class SplitVantageTests(PublishedVantage published)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vantage_OfOneProcessPerFunctionGroup_ActsAsOne()
    {
        await using var storage = await published.StartStorageAsync();
        var starting = Enumerable.Range(0, 5).Select(_ => published.StartAsync(storage.ConnectionString)).ToList();
        await using var http = await starting[0];
        await using var rounds = await starting[1];
        await using var mailbox = await starting[2];
        await using var judge = await starting[3];
        await using var purge = await starting[4];

        await PutAsync(http, "a");
        await TickAsync(rounds, "ProbeOnSchedule");
        Assert.Equal(["a"], await PublishedVantage.StoredAsync(storage.ConnectionString));

        // The process that is asked has run no round, and knows of the one that another ran.
        var health = await http.GetJsonAsync("GetHealthDetails", "/api/health/details");
        Assert.Equal(("healthy", 1), (health.GetProperty("status").GetString(), health.GetProperty("lastRoundResults").GetInt32()));
        Assert.Contains("probefleet_route_up{vantage=\"pub\",route=\"a\"", await MetricsAsync(http), StringComparison.Ordinal);

        await PutAsync(http, "b", "c");
        await TickAsync(rounds, "ProbeOnSchedule");
        Assert.Equal(["a", "b", "c"], (await PublishedVantage.StoredAsync(storage.ConnectionString)).Order());

        using var asked = await http.CallAsync("CreateProbes", "POST", "/api/probes", """{"routes":["b"],"scope":"fleet"}""");
        Assert.Equal(202, asked.Status);
        await TickAsync(mailbox, "ServeProbeRequests");
        var request = await http.GetJsonAsync("GetProbeRequest", asked.Response!.Headers.Location!.ToString());
        Assert.True(request.GetProperty("isFinished").GetBoolean());
        Assert.Equal("b", Assert.Single(
            request.GetProperty("results").EnumerateArray()).GetProperty("route").GetProperty("name").GetString());

        await TickAsync(judge, "JudgeOnSchedule");
        await TickAsync(purge, "PurgeOnSchedule");
        var leases = await PublishedVantage.RowsAsync(storage.ConnectionString, "Leases").Select(lease => lease.RowKey).ToListAsync(Stop);
        Assert.Superset((HashSet<string>)["judge", "purge"], leases.ToHashSet());
        Assert.All((FunctionsWorker[])[http, rounds, mailbox, judge, purge], worker => Assert.DoesNotContain(worker.Logs, IsAlarm));
    }

    private async Task PutAsync(FunctionsWorker http, params IEnumerable<string> routes)
    {
        var configuration = PublishedVantage.Configuration(routes.Select(route => (route, published.Healthy)));
        using var put = await http.CallAsync("PutConfig", "PUT", "/api/config", configuration);
        Assert.Equal((200, new InvocationEnd("Success", null)), (put.Status, put.End));
    }

    private static async Task TickAsync(FunctionsWorker worker, string function) =>
        Assert.Equal(new InvocationEnd("Success", null), await worker.TickAsync(function, Stop));

    private static async Task<string> MetricsAsync(FunctionsWorker http)
    {
        using var called = await http.CallAsync("GetMetrics", "GET", "/api/metrics");
        return await called.ReadTextAsync();
    }

    private static bool IsAlarm(JsonElement log) => log.GetProperty("level").GetString() is "Warning" or "Error" or "Critical";
}
