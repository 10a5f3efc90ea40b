using ProbeFleet.Dashboard.Tests.Seeding;

namespace ProbeFleet.Dashboard.Tests;

/// <summary>The pages in Chromium.</summary>
public sealed class PageTests(DashboardFixture fixture)
{
    [Fact]
    public async Task FleetPage_Of1800Paths_KeepsItsBudget()
    {
        var app = await fixture.BigAsync();

        await Chromium.CheckAsync("budget", With(app, ("path", "/"), ("mostBytes", 150_000), ("mostCalls", 2), ("mostElements", 6_500)));
    }

    [Theory]
    [InlineData("24h")]
    [InlineData("30d")]
    public async Task RoutePage_OfThirtyDays_IsReadInOneBoundedRound(string window)
    {
        var app = await fixture.BigAsync();

        await Chromium.CheckAsync("budget", With(
            app,
            ("path", $"/routes/{BigFleet.LongRoute}?vantage={BigFleet.LongVantage}&window={window}"),
            ("mostBytes", 150_000), ("mostCalls", 1), ("mostElements", 5_000)));
    }

    [Fact]
    public async Task OtherPages_AreReadInOneRoundWithoutShift()
    {
        var app = await fixture.LivingAsync();

        foreach (var path in new[] { "/", $"/incidents/{app.Incident}", $"/vantages/{LivingIncident.Broken}" })
        {
            await Chromium.CheckAsync("budget", With(app, ("path", path), ("mostBytes", 150_000), ("mostCalls", 2), ("mostElements", 500)));
        }
    }

    [Fact]
    public async Task EveryPage_HasNoAccessibilityViolation()
    {
        var living = await fixture.LivingAsync();
        var planted = await fixture.PlantedAsync();

        await Chromium.CheckAsync(
            "accessibility", With(living, ("paths", PathsOf(living, LivingIncident.Broken, "openai").Concat(Still).ToArray())));
        await Chromium.CheckAsync(
            "accessibility", With(planted, ("paths", new[] { $"/incidents/{planted.Incident}", "/", $"/probes/{planted.Probe}" })));
    }

    [Fact]
    public async Task SlowPaths_AreSeenAndNamedAndNoFailures()
    {
        var app = await fixture.SlowAsync();

        await Chromium.CheckAsync("slow", With(app, ("vantage", SlowFleet.Slow), ("probe", app.Probe)));
        await Chromium.CheckAsync(
            "accessibility", With(app, ("paths", new[] { $"/incidents/{app.Incident}", "/", $"/probes/{app.Probe}" })));
    }

    [Fact]
    public async Task FleetPage_SomethingMayBeMissing_IsNotSaidToPass() => await Chromium.CheckAsync("missing", (await fixture.SlowAsync()).Told);

    [Fact]
    public async Task BigFleetPage_HasNoAccessibilityViolation() =>
        await Chromium.CheckAsync(
            "accessibility", With(await fixture.BigAsync(), ("paths", new[] { "/", $"/routes/{BigFleet.LongRoute}" })));

    [Fact]
    public async Task EveryPage_On360Pixels_DoesNotScrollSideways()
    {
        var big = await fixture.BigAsync();
        var living = await fixture.LivingAsync();
        var planted = await fixture.PlantedAsync();

        await Chromium.CheckAsync("phone", With(big, ("paths", PathsOf(big, BigFleet.LongVantage, BigFleet.LongRoute)[1..])));
        await Chromium.CheckAsync(
            "phone", With(living, ("paths", PathsOf(living, LivingIncident.Broken, "openai").Concat(Still).ToArray())));
        await Chromium.CheckAsync(
            "phone", With(planted, ("paths", PathsOf(planted, "hostile", Planted.Route).Append($"/probes/{planted.Probe}").ToArray())));
    }

    [Fact]
    public async Task IncidentPage_FirstScreen_AnswersFiveQuestionsInPlainWords()
    {
        var app = await fixture.LivingAsync();

        await Chromium.CheckAsync("incident", With(app, ("vantage", LivingIncident.Broken)));
    }

    [Fact]
    public async Task EveryPlace_IsReachedFromEveryOther() => await Chromium.CheckAsync("places", (await fixture.LivingAsync()).Told);

    [Fact]
    public async Task FleetPage_OfAnySize_IsGroupedSearchedAndTellsAFaultOnce() =>
        await Chromium.CheckAsync("size", (await fixture.LivingAsync()).Told);

    [Fact]
    public async Task ProbeNow_ByKeysAlone_ShowsItsProgressToTheEnd()
    {
        var app = await fixture.PlantedAsync();

        await Chromium.CheckAsync("keyboard", With(app, ("route", "lab"), ("reason", Planted.Text("typed"))));
    }

    [Fact]
    public async Task Verify_ByKeysAlone_ShowsItsProgressToTheEnd()
    {
        var (app, incident) = await fixture.OpenOneAsync();

        await Chromium.CheckAsync("verify", With(app, ("incident", incident), ("judge", "JudgeOnSchedule")));
    }

    [Fact]
    public async Task PlantedMarkup_Everywhere_StaysText()
    {
        var app = await fixture.PlantedAsync();

        await Chromium.CheckAsync("markup", With(app, ("pages", new object[]
        {
            new { path = "/", shown = Planted.OnFleet },
            new { path = "/incidents", shown = Planted.OnIncidents },
            new { path = "/vantages", shown = Planted.OnVantages },
            new { path = "/routes", shown = Array.Empty<string>() },
            new { path = $"/incidents/{app.Incident}", shown = Planted.OnIncident },
            new { path = $"/routes/{Planted.Route}?vantage=hostile", shown = Planted.OnRoute },
            new { path = "/vantages/hostile", shown = Planted.OnVantage },
            new { path = $"/probes/{app.Probe}", shown = Planted.OnProbe },
        })));
    }

    /// <summary>Pages that show the same of every fleet.</summary>
    private static readonly string[] Still = ["/configuration", "/causes", "/about"];

    private static string[] PathsOf(SeededApp app, string vantage, string route) =>
        [$"/incidents/{app.Incident}", "/", $"/routes/{route}?vantage={vantage}", $"/vantages/{vantage}", "/incidents", "/routes",
            "/vantages"];

    private static Dictionary<string, object?> With(SeededApp app, params (string Name, object? Value)[] more)
    {
        var told = app.Told;
        foreach (var (name, value) in more)
        {
            told[name] = value;
        }

        return told;
    }
}
