namespace ProbeFleet.Functions.Tests.Http;

public sealed class HistoryTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    [Fact]
    public async Task GetRouteHistory_AfterAProbe_HasItInAStepAndAsTheLatest()
    {
        var probed = await VantageApp.ReadJsonAsync(await fixture.App.PostAsync("/api/rounds", ""));
        Assert.Equal("ran", probed.GetProperty("outcome").GetString());

        var history = await fixture.App.GetJsonAsync("/api/routes/a/history?window=1h");

        Assert.Equal(
            ("a", "lab", 60),
            (history.GetProperty("route").GetString(), history.GetProperty("vantage").GetString(), history.GetProperty("stepSeconds")
                .GetInt32()));
        Assert.True(history.GetProperty("steps").EnumerateArray().Sum(step => step.GetProperty("probes").GetInt32()) > 0);
        Assert.True(history.GetProperty("steps")[0].GetProperty("stageMs").TryGetProperty("respond", out _));
        Assert.Equal("a", Assert.Single(
            history.GetProperty("fleet").GetProperty("cells").EnumerateArray()).GetProperty("route").GetString());
        var latest = history.GetProperty("latest");
        var probe = await fixture.App.GetJsonAsync($"/api/probes/{latest.GetProperty("id").GetString()}?vantage=lab");
        Assert.Equal(latest.GetRawText(), probe.GetRawText());
    }

    [Theory]
    [InlineData("/api/routes/a/history?window=32d", HttpStatusCode.BadRequest)]
    [InlineData("/api/routes/a/history?window=0h", HttpStatusCode.BadRequest)]
    [InlineData("/api/routes/a/history?window=-1h", HttpStatusCode.BadRequest)]
    [InlineData("/api/routes/a/history?window=99999999999d", HttpStatusCode.BadRequest)]
    [InlineData("/api/routes/a/history?window=h", HttpStatusCode.BadRequest)]
    [InlineData("/api/routes/a/history?vantage=%2F", HttpStatusCode.BadRequest)]
    [InlineData("/api/routes/a%27%20or/history", HttpStatusCode.BadRequest)]
    [InlineData("/api/routes/nope/history", HttpStatusCode.NotFound)]
    [InlineData("/api/fleet?route=%00", HttpStatusCode.BadRequest)]
    [InlineData("/api/probes/nope", HttpStatusCode.NotFound)]
    [InlineData("/api/probes/01a1fc0b-e380-79cc-9173-bf7749fc6a5c", HttpStatusCode.NotFound)]
    public async Task Get_WhatIsNotThere_IsAClearAnswer(string path, HttpStatusCode expected)
    {
        var response = await fixture.App.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task GetRequest_Brief_HasProbesWithoutEvidence()
    {
        var left = await VantageApp.ReadJsonAsync(await fixture.App.PostAsync("/api/probes", """{"routes":["b"],"scope":"fleet"}"""));

        var progress = await fixture.App.GetJsonAsync($"/api/probes/requests/{left.GetProperty("id").GetString()}?results=brief");

        Assert.False(progress.TryGetProperty("results", out _));
        Assert.Equal(0, progress.GetProperty("probes").GetArrayLength());
        Assert.Equal("waiting", Assert.Single(progress.GetProperty("vantages").EnumerateArray()).GetProperty("answer").GetString());
    }
}
