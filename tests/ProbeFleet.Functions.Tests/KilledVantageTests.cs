namespace ProbeFleet.Functions.Tests;

public sealed class KilledVantageTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    [Fact]
    public async Task Kill_WhileResultsGoToTheSpool_EachCompleteOneArrivesOnce()
    {
        await using var server = await fixture.Azurite.StartAnotherAsync(TestContext.Current.CancellationToken);
        await server.StopAsync();
        await using (var app = await VantageApp.StartAsync(server.ConnectionString, fixture.Folder.FullName, "killed"))
        {
            await app.PostAsync("/api/rounds", "");
            var health = await app.GetJsonAsync("/api/health/details");
            Assert.Equal(("degraded", 2), (health.GetProperty("status").GetString(), health.GetProperty("spoolResults").GetInt32()));
            var dying = app.PostAsync("/api/rounds", "");
            await app.KillAsync();
            await Task.WhenAny(dying);
        }

        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var next = await VantageApp.StartAsync(server.ConnectionString, fixture.Folder.FullName, "killed");
        Assert.Equal(HttpStatusCode.OK, (await next.PostAsync("/api/rounds", "")).StatusCode);

        Assert.Equal(0, (await next.GetJsonAsync("/api/health/details")).GetProperty("spoolResults").GetInt32());
        var page = await next.GetJsonAsync("/api/probes?top=1000");
        var ids = page.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("id").GetString()).ToList();
        Assert.Equal(0, page.GetProperty("unreadable").GetInt32());
        Assert.InRange(ids.Count, 4, 6);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.DoesNotContain(
            Directory.GetFiles(fixture.Folder.FullName, "*", SearchOption.AllDirectories),
            file => file.EndsWith(".corrupt", StringComparison.Ordinal));
    }
}
