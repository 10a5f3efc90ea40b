using ProbeFleet.Dashboard.Tests.Seeding;

namespace ProbeFleet.Dashboard.Tests;

/// <summary>Pictures in artifacts/screenshots, for people to look at: eng/screenshots.sh draws them.</summary>
public sealed class PictureTests(DashboardFixture fixture)
{
    [Fact(Explicit = true)]
    public async Task Pages_OfABigFleet_AreDrawn() => await DrawAsync(await fixture.BigAsync(), [
        ("big", "/"),
        ("big-route", $"/routes/{BigFleet.LongRoute}?vantage={BigFleet.LongVantage}&window=30d"),
    ]);

    [Fact(Explicit = true)]
    public async Task Pages_OfABrokenFleet_AreDrawn()
    {
        var living = await fixture.LivingAsync();
        var incident = await living.App.GetJsonAsync($"/api/incidents/{living.Incident}");
        await DrawAsync(living, [
            ("probe", $"/probes/{incident.GetProperty("affected")[0].GetProperty("latestProbeId")}?vantage={LivingIncident.Broken}"),
            ("fleet", "/"),
            ("incidents", "/incidents"),
            ("incident", $"/incidents/{living.Incident}"),
            ("routes", "/routes"),
            ("route", $"/routes/openai?vantage={LivingIncident.Broken}"),
            ("route-stream", "/routes/gateway?vantage=prod-westeurope&window=1h"),
            ("route-hour", $"/routes/gateway?vantage={LivingIncident.Broken}&window=1h"),
            ("vantages", "/vantages"),
            ("vantage", $"/vantages/{LivingIncident.Broken}"),
            ("configuration", "/configuration"),
            ("causes", "/causes"),
            ("about", "/about"),
        ]);
    }

    [Fact(Explicit = true)]
    public async Task Pages_OfASlowFleet_AreDrawn()
    {
        var slow = await fixture.SlowAsync();
        await DrawAsync(slow, [
            ("slow", "/"),
            ("slow-incident", $"/incidents/{slow.Incident}"),
            ("slow-probe", $"/probes/{slow.Probe}?vantage={SlowFleet.Slow}"),
        ]);
    }

    private static async Task DrawAsync(SeededApp app, (string Name, string Path)[] pages) =>
        await Chromium.CheckAsync("pictures", new Dictionary<string, object?>(app.Told)
        {
            ["pictures"] = pages.SelectMany(Looks),
        });

    private static object[] Looks((string Name, string Path) page) =>
    [
        new { name = $"{page.Name}-light", path = page.Path, full = true },
        new { name = $"{page.Name}-dark", path = page.Path, dark = true },
        new { name = $"{page.Name}-phone", path = page.Path, width = 360, height = 780, dark = page.Name.Length % 2 == 0, scale = 2 },
    ];
}
