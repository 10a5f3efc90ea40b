using ProbeFleet.Dashboard.Tests.Seeding;

namespace ProbeFleet.Dashboard.Tests;

/// <summary>Pictures in artifacts/screenshots, to be looked at.</summary>
public sealed class PictureTests(DashboardFixture fixture)
{
    [Fact]
    public async Task Pages_InLightAndDarkOnDeskAndPhone_AreDrawn()
    {
        var big = await fixture.BigAsync();
        var living = await fixture.LivingAsync();
        var slow = await fixture.SlowAsync();
        await DrawAsync(big, [
            ("big", "/"),
            ("big-route", $"/routes/{BigFleet.LongRoute}?vantage={BigFleet.LongVantage}&window=30d"),
        ]);
        await DrawAsync(living, [
            ("fleet", "/"),
            ("incident", $"/incidents/{living.Incident}"),
            ("route", $"/routes/openai?vantage={LivingIncident.Broken}"),
            ("vantage", $"/vantages/{LivingIncident.Broken}"),
        ]);
        await DrawAsync(slow, [
            ("slow", "/"),
            ("slow-incident", $"/incidents/{slow.Incident}"),
            ("slow-probe", $"/probes/{slow.Probe}?vantage={SlowFleet.Slow}"),
        ]);
    }

    private static async Task DrawAsync(SeededApp app, (string Name, string Path)[] pages) =>
        await Chromium.CheckAsync("pictures", new Dictionary<string, object?>(app.Told)
        {
            ["pictures"] = pages.SelectMany(page => new object[]
            {
                new { name = $"{page.Name}-light", path = page.Path, full = true },
                new { name = $"{page.Name}-dark", path = page.Path, dark = true },
                new { name = $"{page.Name}-phone", path = page.Path, width = 360, height = 780, dark = page.Name.Length % 2 == 0, scale = 2 },
            }),
        });
}
