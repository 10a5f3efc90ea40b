using System.Text.Json;
using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Tests.Commands;

public sealed class LocalizeCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public static TheoryData<string, int> Incidents => new()
    {
        { "2025-07-14-cloudflare-resolver", 10 },
        { "2024-12-11-openai-control-plane", 13 },
        { "2025-08-28-openrouter-database", 14 },
        { "2023-10-19-openai-auth-cache", 13 },
        { "2024-07-12-azure-managed-identity", 11 },
    };

    public void Dispose() => _scratch.Dispose();

    [Theory, MemberData(nameof(Incidents))]
    public async Task Json_OfAPublicIncident_IsTheLocalizationAndTheOwnersCode(string incident, int code)
    {
        var run = await RunAsync("localize", "--input", FileOf(incident), "--output", "json");

        var expected = Localizer.Locate(
            IncidentFileReader.Read(await File.ReadAllTextAsync(FileOf(incident), TestContext.Current.CancellationToken)).File!);
        Assert.Equal((code, ""), (run.Code, run.Error));
        Assert.Equal(ReadableJson.Of(expected, ProbeFleetJson.Default.FaultLocalization) + "\n", run.Output);
    }

    [Fact]
    public async Task Text_OfAResolversOutage_IsTheGoldenText()
    {
        var run = await RunAsync("localize", "--input", FileOf("2025-07-14-cloudflare-resolver"));

        Assert.Equal((10, ""), (run.Code, run.Error));
        Golden.Matches("localize", run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Text_WithDoubtSilenceAndANextProbe_IsTheGoldenText()
    {
        var run = await CliRun.WithInputAsync(OneVantage(silent: true), "localize", "--input", "-");

        Assert.Equal("", run.Error);
        Golden.Matches("localize-doubt", run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Text_Verbose_SaysHowProbableAndHowManyBits()
    {
        var brief = await CliRun.WithInputAsync(OneVantage(silent: true), "localize", "--input", "-");
        var verbose = await CliRun.WithInputAsync(OneVantage(silent: true), "localize", "--input", "-", "--verbose");

        Assert.DoesNotContain("%", brief.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" bit", brief.Output, StringComparison.Ordinal);
        Assert.Matches(@"corridor:swedencentral→openai \(\d+%\), owner connection-path \(\d+%\)", verbose.Output);
        Assert.Matches(@"tells: \d\.\d+ bit", verbose.Output);
    }

    [Fact]
    public async Task Text_OfASlowPath_NamesNoFailure()
    {
        var slow = OneVantage(silent: false, "passed", """ "slow": { "stage": "connect", "tookMs": 380, "usualMs": 95 } """);

        var run = await CliRun.WithInputAsync(slow, "localize", "--input", "-");

        Assert.Equal((10, ""), (run.Code, run.Error));
        Golden.Matches("localize-slow", run.Output.ReplaceLineEndings("\n"));
        Assert.DoesNotContain("fail", run.Output.Split("NEXT PROBE")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandardInput_IsTheSameAsTheFile()
    {
        var file = FileOf("2024-12-11-openai-control-plane");

        var piped = await CliRun.WithInputAsync(
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), "localize", "--input", "-");

        Assert.Equal((await RunAsync("localize", "--input", file)).Output, piped.Output);
    }

    [Fact]
    public async Task Window_ShorterThanTheFiles_LooksAtItsEndOnly()
    {
        var run = await CliRun.WithInputAsync(OneVantage(silent: false), "localize", "--input", "-", "--window", "1m", "--output", "json");

        var located = JsonSerializer.Deserialize(run.Output, ProbeFleetJson.Default.FaultLocalization)!;
        Assert.Equal(TimeSpan.FromMinutes(1), located.Window.To - located.Window.From);
        Assert.Equal(["swe"], located.Silent);
        Assert.Equal(19, run.Code);
    }

    [Fact]
    public async Task NothingAtFault_IsHealthy()
    {
        var healthy = OneVantage(silent: false).Replace("\"failed\"", "\"passed\"", StringComparison.Ordinal);

        var run = await CliRun.WithInputAsync(healthy, "localize", "--input", "-");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("✓ NO FAULT nothing is at fault", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_OfAnOldKeyAtOneVantage_AccusesItAndDoesNotClaimToKnowHowMany()
    {
        static string Result(int at, string vantage, string outcome, string cause, string fingerprint) => $$"""
            {
              "startedAt": "2026-11-21T03:{{at / 4:D2}}:{{at % 4 * 15:D2}}Z", "vantage": { "name": "{{vantage}}" }, "route": { "name": "openai" },
              "outcome": "{{outcome}}", "diagnosis": { "cause": "{{cause}}" }, "fingerprint": { "route": "sha256:{{fingerprint}}" }
            }
            """;
        var results = Enumerable.Range(0, 30).SelectMany(at => new[]
        {
            Result(at, "swe", "failed", "auth.invalid-key", "old"), Result(at, "eus", "passed", "ok", "new"), Result(at, "uks", "passed", "ok", "new"),
        });

        var run = await CliRun.WithInputAsync($$"""
            {
              "window": { "from": "2026-11-21T03:00:00Z", "to": "2026-11-21T03:10:00Z" },
              "vantages": [ { "name": "swe" }, { "name": "eus" }, { "name": "uks" } ],
              "routes": [ { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "env:KEY" } ],
              "results": [ {{string.Join(',', results)}} ]
            }
            """, "localize", "--input", "-");

        Assert.Contains("configuration differs", run.Output, StringComparison.Ordinal);
        Assert.Contains("- 20 or more probes with another key", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_OfTwoFaults_SaysOfWhichEachWarningIs()
    {
        string[] results =
        [
            .. Enumerable.Range(0, 8).SelectMany(minute => new[]
            {
                Result("openai", minute, "failed", """ "diagnosis": { "cause": "config.credential-missing" } """),
                Result("gateway", minute, "failed", """ "diagnosis": { "cause": "tls.expired" } """),
            }),
        ];

        var run = await CliRun.WithInputAsync(Window(results, silent: false), "localize", "--input", "-");

        var warnings = run.Output[run.Output.IndexOf("DO NOT", StringComparison.Ordinal)..].ReplaceLineEndings(" ");
        Assert.Contains("credential:KEY: Do not rotate keys and do not look at the network", warnings, StringComparison.Ordinal);
        Assert.Contains("trust-store:swe: Do not switch certificate validation off", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_WhenAllFailedOnceAndAtLast_IsUnknownAndNotHealthy()
    {
        var run = await CliRun.WithInputAsync(
            Window([Result("openai", 7, "failed", """ "diagnosis": { "cause": "dns.timeout" } """)], silent: false), "localize", "--input", "-");

        Assert.Equal(19, run.Code);
        Assert.StartsWith("? UNKNOWN", run.Output, StringComparison.Ordinal);
        Assert.Contains("probe again", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadFile_EveryProblemAtOnceWithItsPath()
    {
        var file = _scratch.File("bad.json", """{ "routes": [ { "name": "a b" } ], "results": [ 7 ] }""");

        var run = await RunAsync("localize", "--input", file, "--output", "json");

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("is not an incident file: 7 problems. Nothing was judged.", run.Error, StringComparison.Ordinal);
        Assert.All(
            ["$.window:", "$.vantages:", "$.routes[0].name:", "$.routes[0].kind:", "$.results[0]:"],
            path => Assert.Contains(path, run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task BadFile_WithControlCharactersInAName_CannotSteerTheTerminal()
    {
        var run = await RunAsync("localize", "--input", _scratch.File("bad.json", """{ "vantages": [ { "name": "\u001b[2Ja" } ] }"""));

        Assert.DoesNotContain('\u001b', run.Error);
    }

    internal static string FileOf(string incident) =>
        Repository.PathOf("tests", "ProbeFleet.Core.Tests", "Localization", "Replay", incident, "incident.json");

    private static Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.WithAsync((_, _, _) => throw new InvalidOperationException("localize probes nothing"), arguments);

    /// <summary>One vantage and route of which every probe times out at connect, or is as told: many components explain it.</summary>
    private static string OneVantage(
        bool silent, string outcome = "failed", string what = """ "diagnosis": { "cause": "tcp.timeout" } """) => Window(
        Enumerable.Range(0, 8).SelectMany(minute => new[]
        {
            Result("openai", minute, outcome, what),
            Result("gateway", minute, "passed", """ "diagnosis": { "cause": "ok" } """),
        }),
        silent);

    private static string Window(IEnumerable<string> results, bool silent) => $$"""
        {
          "window": { "from": "2026-11-21T03:00:00Z", "to": "2026-11-21T03:10:00Z" },
          "vantages": [ { "name": "swe", "region": "swedencentral", "network": "vnet" } {{(silent ? """, { "name": "uks", "region": "uksouth" }""" : "")}} ],
          "routes": [
            { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "env:KEY" },
            { "name": "gateway", "kind": "gateway", "baseUrl": "https://llm.contoso.com/v1", "model": "m", "credential": "env:OTHER", "fronts": "openai" }
          ],
          "results": [ {{string.Join(", ", results)}} ]
        }
        """;

    private static string Result(string route, int minute, string outcome, string what) => $$"""
        {
          "id": "{{route}}-{{minute}}",
          "startedAt": "2026-11-21T03:0{{minute}}:00Z",
          "vantage": { "name": "swe" },
          "route": { "name": "{{route}}" },
          "outcome": "{{outcome}}",
          {{what}}
        }
        """;
}
