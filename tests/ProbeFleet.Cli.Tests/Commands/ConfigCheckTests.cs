using System.Text.Json.Nodes;

namespace ProbeFleet.Cli.Tests.Commands;

/// <summary>What a configuration's matrix can never tell apart.</summary>
public sealed class ConfigCheckTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Check_NoVantageKnown_SaysWhatIsAssumedAndIsTheGoldenText()
    {
        var run = await CliRun.WithInputAsync(
            await File.ReadAllTextAsync(_scratch.Fleet(), TestContext.Current.CancellationToken), "config", "check", "-");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Matches("config-check", run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Check_VantagesStated_AreTheMatrix()
    {
        var run = await CheckAsync("--vantage", "prod-swe,swedencentral,vnet-swe", "--vantage", "lab");

        Assert.Contains("Probed from 2 vantages: prod-swe, lab.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("assumed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_VantagesOfOtherRoutes_NeedToAllowOnlyTheirOwn()
    {
        var fleet = _scratch.File("own.json", """
            {
              "routes": [
                { "name": "a", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "env:SHARED" },
                { "name": "b", "kind": "gateway", "baseUrl": "https://llm.contoso.com/v1", "model": "m", "credential": "env:INNER",
                  "vantages": ["lab"] }
              ]
            }
            """);
        string[] command = ["config", "check", fleet, "--vantage", "prod", "--vantage", "lab"];

        var text = await CliRun.WithInputAsync("", command);
        var json = JsonNode.Parse((await CliRun.WithInputAsync("", [.. command, "--output", "json"])).Output)!;

        Assert.Contains(
            "ALLOW at prod, in its setting PROBEFLEET_CREDENTIALS, separated by commas SHARED @ api.openai.com ALLOW at lab, in its setting "
                + "PROBEFLEET_CREDENTIALS, separated by commas INNER @ llm.contoso.com SHARED @ api.openai.com",
            string.Join(' ', text.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(["prod:1", "lab:2"], json["allow"]!.AsArray().Select(one => $"{one!["vantage"]}:{one["credentials"]!.AsArray().Count}"));
    }

    [Fact]
    public async Task Check_NoVantageOfARoute_SaysSo()
    {
        var run = await CheckAsync("--vantage", "lab");

        Assert.Contains("No vantage probes aoai-swe: look at \"vantages\" of the route.", run.Output.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_WithAVantagesFile_HasEveryPairWithItsSeparator()
    {
        var vantages = _scratch.File(
            "vantages.json", """[ { "name": "prod-swe", "region": "swedencentral", "network": "vnet-swe", "image": "a" } ]""");

        var run = await CheckAsync("--vantages", vantages, "--output", "json");

        var check = JsonNode.Parse(run.Output)!;
        Assert.Equal("a", (string?)check["vantages"]![0]!["image"]);
        Assert.False((bool)check["vantagesAssumed"]!);
        Assert.Contains(check["pairs"]!.AsArray(), pair =>
            (string?)pair!["first"]!["name"] == "corridor:swedencentral→openai"
                && (string?)pair["second"]!["name"] == "front:api.openai.com"
            && (string?)pair["separator"] == "a vantage like 'prod-swe' in another region");
    }

    [Fact]
    public async Task Check_AnIncidentFile_GivesItsVantages()
    {
        var run = await CheckAsync("--vantages", LocalizeCommandTests.FileOf("2024-12-11-openai-control-plane"));

        Assert.Equal(0, run.Code);
        Assert.Matches("Probed from [0-9]+ vantages: .*lab-a", run.Output);
    }

    [Theory]
    [InlineData("--vantage", "a b", "--vantage: 'a b' is not a vantage name")]
    [InlineData("--vantage", "a,b,c,d", "has 4 parts")]
    [InlineData("--vantages", "missing.json", "There is no file missing.json")]
    public async Task Check_WrongVantages_IsASentence(string option, string value, string expected)
    {
        var run = await CheckAsync(option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ 7 ]", "$.vantages[0]: must be an object.")]
    [InlineData("""[ { "name": "a", "regoin": "x" } ]""", "$.vantages[0].regoin")]
    [InlineData("[", "is not JSON")]
    public async Task Check_AWrongVantagesFile_IsNamedByItsPath(string json, string expected)
    {
        var run = await CheckAsync("--vantages", _scratch.File("vantages.json", json));

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> CheckAsync(params string[] more) =>
        CliRun.WithAsync((_, _, _) => throw new InvalidOperationException("a check probes nothing"),
            ["config", "check", _scratch.Fleet(), .. more]);
}
