using System.Diagnostics;
using System.Text;

namespace ProbeFleet.Cli.Tests.Commands;

/// <summary>The built tool as a child process: bad input is a sentence on standard error, exit code 2, never a stack trace.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("", "Required command was not provided")]
    [InlineData("prob", "probe")]
    [InlineData("--nonsense", "See: probefleet --help")]
    [InlineData("probe --dept path", "See: probefleet probe --help")]
    [InlineData("incidents show --bogus", "See: probefleet incidents show --help")]
    [InlineData("verify --packet not-json.json", "line 1 is not JSON. Give a file that `probefleet packet --output json` wrote.")]
    [InlineData("verify --packet ours.json", "Give a file that `probefleet packet --output json` wrote.")]
    [InlineData("verify --packet packet.md", "This is Markdown, perhaps a packet for people to read: give the packet that `probefleet packet --output json`")]
    [InlineData("config check --bogus=x", "There is no option --bogus here, and no file of that name: see --help.")]
    [InlineData("config apply --bogus --storage UseDevelopmentStorage=true", "There is no option --bogus here")]
    [InlineData("packet --bogus", "There is no option --bogus here")]
    [InlineData("config check utf-16.json", "utf-16.json is not UTF-8: save the file as UTF-8.")]
    [InlineData("config check latin-1.json", "latin-1.json is not UTF-8: save the file as UTF-8.")]
    [InlineData("config rollback x", "'x' is not a version's number: 'probefleet config history' lists those that are kept.")]
    [InlineData("probe --config /dev/zero", "/dev/zero is larger than 1 MiB")]
    [InlineData("probe --dept path", "--depth")]
    [InlineData("probe --depth deep", "--depth: Argument 'deep' not recognized. Must be one of:")]
    [InlineData("incidents --state opn", "--state: Argument 'opn' not recognized. Must be one of:")]
    [InlineData("probe", "There is no fleet.json")]
    [InlineData("probe --config missing.json", "There is no file missing.json")]
    [InlineData("probe --config .", "is a folder")]
    [InlineData("probe --config not-json.json", "not-json.json is not valid: 1 violation")]
    [InlineData("probe --config ours.json --route opnai", "There is no route 'opnai'. The configuration has: openai, gateway, aoai-swe.")]
    [InlineData("probe --config ours.json --model m", "--model belongs to --base-url URL")]
    [InlineData("probe --config ours.json --base-url https://a.example/v1", "not both")]
    [InlineData("probe --config ours.json --http 2", "--http belongs to --base-url URL")]
    [InlineData("probe --config ours.json --idle 5m", "--idle belongs to --variant reuse")]
    [InlineData("probe --config ours.json --variant reuse --idle 2h", "--idle '2h' is not a duration from 1s to 1h")]
    [InlineData("probe --config ours.json --vantage a/b", "--vantage: 'a/b' is not a vantage name")]
    [InlineData("probe --config ours.json --origin app.example", "--origin must be a page's origin")]
    [InlineData("probe --config ours.json --baseline not-json.json", "not-json.json is not JSON")]
    [InlineData("probe --config ours.json --baseline ours.json", "ours.json is JSON, but not a probe result")]
    [InlineData("probe --config ours.json --baseline half.json", "half.json is JSON, but not a probe result")]
    [InlineData("probe --base-url https://api.openai.com/v1", "--base-url needs --model NAME too")]
    [InlineData("probe --base-url api.openai.com/v1 --model m", "--base-url: Must be an absolute URL")]
    [InlineData("probe --base-url https://a.example/v1 --model m --credential sk-proj-0123456789abcdefghijklmnopqrstuvwxyz",
        "--credential: Is a literal key")]
    [InlineData("probe --base-url https://a.example/v1 --model m --api-version v1", "--api-version: Only kind azure-openai")]
    [InlineData("probe --timeout 1x", "--timeout '1x' is not a duration from 1s to 5m")]
    [InlineData("probe --timeout 500ms", "--timeout '500ms' is not a duration from 1s to 5m: write it as 1500ms")]
    [InlineData("probe --timeout 0.5s", "--timeout '0.5s' is not a duration from 1s to 5m")]
    [InlineData("probe --timeout 300000000h", "--timeout '300000000h' is not a duration from 1s to 5m")]
    [InlineData("watch --interval 999999999m", "--interval '999999999m' is not a duration from 1s to 24h")]
    [InlineData("localize --window 256204779h", "--window '256204779h' is not a duration from 1m to")]
    [InlineData("watch --interval 99999999999999999999.00:00:00", "is not a duration from 1s to 24h")]
    [InlineData("watch --count 0", "--count '0' is not a whole number from 1 up")]
    [InlineData("watch --count many", "--count 'many' is not a whole number from 1 up")]
    [InlineData("config check bad.json", "$.routes[1].fronts")]
    [InlineData("config apply bad.json --storage UseDevelopmentStorage=true", "$.routes[1].fronts")]
    [InlineData("config apply missing.json --storage UseDevelopmentStorage=true", "There is no file missing.json")]
    [InlineData("localize ours.json", "A file is given by its option: --input FILE")]
    [InlineData("verify ours.json", "A file is given by its option: --packet FILE")]
    [InlineData("probe ours.json", "A file is given by its option: --config FILE")]
    [InlineData("localize --input missing.json", "There is no file missing.json")]
    [InlineData("localize --input not-json.json", "not-json.json is not an incident file: 1 problem")]
    [InlineData("localize --input ours.json", "$.window")]
    [InlineData("localize --input ours.json --window 1s", "--window '1s' is not a duration from 1m to")]
    [InlineData("request --config ours.json --as curl", "Name the route: openai, gateway, aoai-swe.")]
    [InlineData("request openai --config ours.json", "--as")]
    public async Task BadInput_OfTheBuiltTool_IsASentenceAndExitCode2(string arguments, string expected)
    {
        _scratch.Fleet("ours.json");
        _scratch.File("not-json.json", "{ \"routes\": [");
        _scratch.File("packet.md", "# `auth.invalid-key` on route `openai` from `lab`\n");
        File.WriteAllText(Path.Combine(_scratch.Folder, "utf-16.json"), """{ "routes": [] }""", Encoding.Unicode);
        File.WriteAllText(Path.Combine(_scratch.Folder, "latin-1.json"), """{ "routes": [ "ä" ] }""", Encoding.Latin1);
        _scratch.File("half.json", """[ { "id": "0199a5b0-7c00-7000-8000-000000000001", "stages": [] }, null ]""");
        _scratch.File("bad.json", """
            {
              "routes": [
                {},
                { "name": "gw", "kind": "gateway", "baseUrl": "https://a.example", "model": "m", "credential": "none", "fronts": "nobody" }
              ],
              "x": 1
            }
            """);

        var run = await ChildProcess.ProbeFleetAsync(_scratch.Folder, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.True(run.Code == 2, run.ToString());
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-proj-", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigCheck_SeveralViolations_ReportsAllAtOnce()
    {
        var file = _scratch.File("bad.json", """
            { "routes": [ { "name": "a b", "kind": "openai", "baseUrl": "x", "model": "m", "credential": "none" } ], "retentoin": "1" }
            """);

        var run = await ChildProcess.ProbeFleetAsync(_scratch.Folder, "config", "check", file);

        Assert.Equal(2, run.Code);
        Assert.Contains("$.routes[0].name", run.Error, StringComparison.Ordinal);
        Assert.Contains("$.routes[0].baseUrl", run.Error, StringComparison.Ordinal);
        Assert.Contains("retentoin", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task ConfigCheck_ValidFile_SaysSo()
    {
        _scratch.Fleet();

        var run = await ChildProcess.ProbeFleetAsync(_scratch.Folder, "config", "check");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("✓ fleet.json is valid: 3 routes (openai, gateway, aoai-swe).\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableFile_PermissionDenied_SaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root, to run the tool as somebody else");
        var file = _scratch.File("locked.json", "{}");
        var start = new ProcessStartInfo(
            "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. ChildProcess.Tool, "config", "check", file]);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(
                _scratch.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite | UnixFileMode.OtherExecute);
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        var run = await ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);

        Assert.True(run.Code == 2, run.ToString());
        Assert.Contains("permission denied", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "probefleet [command] [options]")]
    [InlineData("probe --help", "--base-url <URL>")]
    public async Task Help_OfTheBuiltTool_IsOnStandardOutput(string arguments, string expected)
    {
        var run = await ChildProcess.ProbeFleetAsync(_scratch.Folder, arguments.Split(' '));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_OfTheBuiltTool_IsTheFirstLineAndThenWhatAReportNeeds()
    {
        var run = await ChildProcess.ProbeFleetAsync(_scratch.Folder, "--version");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(
            @"^\d+\.\d+\.\d+\S*\ncommit   ([0-9a-f]{12}|unknown: built outside of a clone)\n"
                + @"runtime  \.NET 10\.\S+, (needs the \.NET runtime|one native file), \S+\n"
                + @"SDKs     OpenAI \d\S+, Azure\.AI\.OpenAI \d\S+\n$",
            run.Output.ReplaceLineEndings("\n"));
    }
}
