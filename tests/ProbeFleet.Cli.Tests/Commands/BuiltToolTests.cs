using System.Diagnostics;
using System.Text.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Tests.Commands;

/// <summary>The built tool with the real engine against servers on this machine.</summary>
public sealed class BuiltToolTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Probe_AnApiOutOfQuota_NamesTheOwnerAndTheRequestId()
    {
        await using var server = LoopbackApi.Start();

        var run = await RunAsync("probe", "--base-url", $"{server.Url}/v1", "--model", "m", "--kind", "gateway");

        Assert.True(run.Code == 12, run.ToString());
        Assert.Contains($"request id {LoopbackApi.RequestId}", run.Output, StringComparison.Ordinal);
        Assert.Contains("◄ BREAK", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Probe_InAnEncodingWithoutUnicode_IsAscii()
    {
        var run = await RunInAsync("en_US.ISO-8859-1", "probe", "--base-url", "http://127.0.0.1:1/v1", "--model", "m");

        Assert.Contains("<-- BREAK", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output, character => character > '~');
    }

    [Fact]
    public async Task Results_OfTwoRuns_GoThroughCompareAndPacketAndVerify()
    {
        string[] route = ["probe", "--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--output", "json"];
        var first = await RunAsync(route);
        var result = _scratch.File("result.json", first.Output);
        Assert.Single(JsonSerializer.Deserialize(first.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!);

        var compared = await RunAsync("compare", result, _scratch.File("again.json", (await RunAsync(route)).Output));
        var packet = await RunAsync("packet", result, "--output", "json");
        var verified = await RunAsync("verify", "--packet", _scratch.File("packet.json", packet.Output));

        Assert.Equal((0, 0), (compared.Code, packet.Code));
        Assert.Contains("NOT FIXED", verified.Output, StringComparison.Ordinal);
        Assert.Equal(first.Code, verified.Code);
    }

    [Fact]
    public async Task Verify_AFolderWhoseConfigurationLacksTheRoute_TakesThePacketsAndSaysSo()
    {
        var result = _scratch.File(
            "result.json",
            (await RunAsync("probe", "--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--output", "json")).Output);
        var packet = _scratch.File("packet.json", (await RunAsync("packet", result, "--output", "json")).Output);
        _scratch.Fleet();

        var verified = await RunAsync("verify", "--packet", packet);

        Assert.StartsWith("✗ NOT FIXED", verified.Output, StringComparison.Ordinal);
        Assert.Contains("fleet.json has no route '127.0.0.1': taking it as the packet states it, http://127.0.0.1:1/v1", verified.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StandardErrorCannotBeWritten_TheResultIsAsEver()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "writes to /dev/full");

        var run = await ChildProcess.RunAsync(
            ChildProcess.Of(
                ["sh", "-c", "\"$@\" probe --base-url http://127.0.0.1:1/v1 --model m 2> /dev/full", "sh", .. ChildProcess.Tool],
                _scratch.Folder),
            TestContext.Current.CancellationToken);

        Assert.True(run.Code == 15, run.ToString());
        Assert.Contains("config.base-url", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probe --base-url http://127.0.0.1:1/v1 --model m --credential none > /dev/full", "Standard output cannot be written: ")]
    [InlineData("probe --base-url http://127.0.0.1:1/v1 --model m --credential none --output json > /dev/full",
        "Standard output cannot be written: ")]
    [InlineData("--version >&-", "Standard output cannot be written: ")]
    [InlineData("config check nowhere.json 2> /dev/full", "")]
    [InlineData("config check nowhere.json <&- >&- 2>&-", "")]
    [InlineData("no-such-command 2> /dev/full", "")]
    public async Task Run_AStandardStreamCannotBeUsed_SaysSoAndIsNoBug(string line, string said)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "writes to /dev/full");

        var run = await ChildProcess.RunAsync(
            ChildProcess.Of(["sh", "-c", $"\"$@\" {line}", "sh", .. ChildProcess.Tool], _scratch.Folder),
            TestContext.Current.CancellationToken);

        Assert.True(run.Code == 2, run.ToString());
        Assert.StartsWith(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WhoseReaderHasGone_Ends()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs bash, timeout and head");
        const string Line = "set -o pipefail; timeout 120 \"$@\" watch --base-url http://127.0.0.1:1/v1 --model m --interval 1s | head -n 1";

        var run = await ChildProcess.RunAsync(
            ChildProcess.Of(["bash", "-c", Line, "bash", .. ChildProcess.Tool], _scratch.Folder), TestContext.Current.CancellationToken);

        Assert.True(run.Code == 15, run.ToString());
        Assert.Single(run.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Watch_StoppedByCtrlC_SummarizesAndAnswersTheWorst()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends SIGINT with kill");
        var start = ChildProcess.ProbeFleet(
            _scratch.Folder, "watch", "--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--interval", "1h");
        start.RedirectStandardOutput = true;

        // A shell's background jobs ignore SIGINT, and so would the tool when the tests run in one.
        start.ArgumentList.Insert(0, start.FileName);
        start.ArgumentList.Insert(0, "--default-signal=INT");
        start.FileName = "env";
        using var process = Process.Start(start)!;
        var seen = "";
        while (!seen.Contains("TO QUOTE", StringComparison.Ordinal))
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, seen);
            seen += line + "\n";
        }

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        seen += await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("127.0.0.1: 0 of 1 passed; 1 failed", seen, StringComparison.Ordinal);
        Assert.Equal(15, process.ExitCode);
    }

    private Task<ChildProcess> RunAsync(params string[] arguments) => RunInAsync("C.UTF-8", arguments);

    private Task<ChildProcess> RunInAsync(string locale, params string[] arguments)
    {
        var start = ChildProcess.ProbeFleet(_scratch.Folder, arguments);
        start.Environment["OPENAI_API_KEY"] = "sk-test-ghijklmnop";
        start.Environment["LC_ALL"] = locale;
        return ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
    }
}
