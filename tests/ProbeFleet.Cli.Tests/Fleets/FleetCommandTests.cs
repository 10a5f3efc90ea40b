using System.Text.Json.Nodes;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>The built tool against a real fleet: two processes of the app over a real Azurite.</summary>
public sealed class FleetCommandTests(FleetFixture fleet) : IClassFixture<FleetFixture>
{
    [Fact]
    public async Task Fleet_OverUrlAndOverStorage_IsTheBodyOfTheApi()
    {
        await fleet.RunRoundAsync();
        var body = JsonNode.Parse(
            await fleet.Apps[0].Client.GetStringAsync("/api/fleet", TestContext.Current.CancellationToken))!.AsObject();

        var overUrl = await fleet.RunAsync("fleet", "--url", fleet.Url, "--output", "json");
        var overStorage = await fleet.RunAsync("fleet", "--storage", fleet.Storage, "--output", "json");

        Assert.Equal((15, 15), (overUrl.Code, overStorage.Code));
        Assert.All(
            [overUrl, overStorage],
            run => Assert.True(JsonNode.DeepEquals(WithoutTime(body), WithoutTime(JsonNode.Parse(run.Output)!.AsObject())), run.Output));

        static JsonObject WithoutTime(JsonObject whole)
        {
            var copy = whole.DeepClone().AsObject();
            copy.Remove("at");
            return copy;
        }
    }

    [Fact]
    public async Task Fleet_AsText_HasVerdictMatrixAndTheWorst()
    {
        await fleet.RunRoundAsync();
        var run = await fleet.RunAsync("fleet", "--url", fleet.Url);

        Assert.Equal((15, ""), (run.Code, run.Error));
        Assert.StartsWith("✗ FAILING 2 of 4 paths", run.Output, StringComparison.Ordinal);
        Assert.Matches("lab-b +✓ [0-9]+s +✗ config.base-url [0-9]+s", run.Output);
        Assert.Matches(@"configuration\s+refused:\s+config.base-url,\s+broke\s+at\s+[a-z]+,\s+from\s+lab-a,\s+lab-b,", run.Output);
    }

    [Fact]
    public async Task Fleet_FromTheEnvironment_NeedsNoOption()
    {
        await fleet.RunRoundAsync();
        var byUrl = await fleet.RunAsync(new Dictionary<string, string> { ["PROBEFLEET_URL"] = fleet.Url }, "fleet");
        var byStorage = await fleet.RunAsync(new Dictionary<string, string> { ["PROBEFLEET_STORAGE"] = fleet.Storage }, "fleet");
        var optionWins = await fleet.RunAsync(
            new Dictionary<string, string> { ["PROBEFLEET_STORAGE"] = "nonsense" }, "fleet", "--url", fleet.Url);

        Assert.Equal((15, 15, 15), (byUrl.Code, byStorage.Code, optionWins.Code));
    }

    [Fact]
    public async Task ConfigCheck_OfAFleet_TakesItsVantages()
    {
        var run = await fleet.RunAsync("config", "check", "applied.json", "--url", fleet.Url);

        Assert.Equal(0, run.Code);
        Assert.Contains("Probed from 2 vantages: lab-a, lab-b.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProbeFleet_EveryVantageAnswers_PrintsResultsAndTellsProgress()
    {
        var stop = TestContext.Current.CancellationToken;
        var asking = fleet.RunAsync("probe", "--fleet", "--url", fleet.Url, "--route", "refused", "--depth", "path", "--reason", "a test");
        var run = await fleet.ServeUntilAsync(asking, stop, "ServeProbeRequests");

        Assert.Equal(15, run.Code);
        Assert.Contains("Asked lab-a, lab-b.", run.Error, StringComparison.Ordinal);
        Assert.Contains("lab-a: answered, 1 of 1 failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("lab-b: answered, 1 of 1 failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("refused from lab-a: config.base-url", run.Output, StringComparison.Ordinal);
        Assert.Contains("refused from lab-b: config.base-url", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProbeFleet_UnknownRoute_IsTheApisRefusal()
    {
        var run = await fleet.RunAsync("probe", "--fleet", "--url", fleet.Url, "--route", "nobody");

        Assert.Equal(2, run.Code);
        Assert.Contains("No route is named 'nobody'.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probe --fleet --storage UseDevelopmentStorage=true", "needs a running app")]
    [InlineData("probe --fleet --url http://127.0.0.1:1 --vantage x", "--vantage does not go with --fleet")]
    [InlineData("probe --fleet --url http://127.0.0.1:1 --config fleet.json", "--config does not go with --fleet")]
    [InlineData("probe --url http://127.0.0.1:1", "belong to --fleet")]
    [InlineData("fleet", "Which fleet?")]
    [InlineData("fleet --storage UseDevelopmentStorage=true --url http://127.0.0.1:1", "not both")]
    [InlineData("fleet --storage UseDevelopmentStorage=true --key k", "--key belongs to --url")]
    [InlineData("fleet --storage nonsense", "connection string is not usable")]
    [InlineData("fleet --storage https://a.blob.core.windows.net", "take the table endpoint")]
    [InlineData("fleet --url lab-a", "--url must be the address of an app")]
    [InlineData("fleet --url https://user:pass@a.example", "--url must be the address of an app")]
    [InlineData("fleet --url https://a.example?code=a-function-key-for-tests-and-nobody-else", "--url must be the address of an app")]
    [InlineData("fleet --url https://a.example --key schlüssel", "The function key has white space")]
    [InlineData("fleet --kee a-function-key-for-tests-and-nobody-else", "--key")]
    [InlineData(
        "fleet --storrage AccountName=a;"
            + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "--storage")]
    public async Task WrongTarget_IsASentenceAndExitCode2(string arguments, string expected)
    {
        var run = await fleet.RunAsync(arguments.Split(' '));

        Assert.True(run.Code == 2, run.ToString());
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Key_WrongOrNone_IsExitCode2AndNotShown()
    {
        var wrong = await fleet.RunAsync(
            new Dictionary<string, string> { ["PROBEFLEET_KEY"] = "an-entirely-wrong-key" }, "fleet", "--url", fleet.Url);
        var none = await fleet.RunAsync(new Dictionary<string, string> { ["PROBEFLEET_KEY"] = "" }, "fleet", "--url", fleet.Url);

        Assert.Equal((2, 2), (wrong.Code, none.Code));
        Assert.Contains("did not accept the key", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("entirely-wrong", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("needs a function key", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_DoesNotTakeTheKeyThere()
    {
        await using var elsewhere = LoopbackApi.Start();
        await using var server = FaultServer.Start(Misbehave.RedirectTo(new Uri(elsewhere.Url)));

        var run = await fleet.RunAsync("fleet", "--url", $"http://127.0.0.1:{server.Endpoint.Port}");

        Assert.Equal(2, run.Code);
        Assert.Contains($"redirects to {elsewhere.Url.TrimEnd('/')}", run.Error, StringComparison.Ordinal);
        Assert.Contains("The key was not sent there", run.Error, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Fleet_OfAnotherKindOfServer_IsNoProbeFleetApp()
    {
        await using var api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);

        var run = await fleet.RunAsync("fleet", "--url", api.BaseUrl(LabPersona.OpenAI).GetLeftPart(UriPartial.Authority));

        Assert.True(run.Code is 2 or 19, run.ToString());
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Fleet_ThatDoesNotAnswer_IsUnknown()
    {
        var app = await fleet.RunAsync("fleet", "--url", "http://127.0.0.1:1");
        var key = Convert.ToBase64String(new byte[32]);
        var storage = await fleet.RunAsync("fleet", "--storage", $"AccountName=a;AccountKey={key};TableEndpoint=http://127.0.0.1:1/a");
        var overHttp = await fleet.RunAsync("fleet", "--url", "http://probefleet.invalid");

        Assert.Equal((19, 19, 19), (app.Code, storage.Code, overHttp.Code));
        Assert.All([app, storage, overHttp], run => Assert.Contains("Nothing is known of the fleet.", run.Error, StringComparison.Ordinal));
        Assert.Contains("Warning: the function key goes to probefleet.invalid over http", overHttp.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", app.Error, StringComparison.Ordinal);
    }
}
