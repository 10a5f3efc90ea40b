namespace ProbeFleet.Cli.Tests.Commands;

public sealed class WatchCommandTests
{
    private static readonly string[] Route = ["watch", "--base-url", "https://api.openai.com/v1", "--model", "gpt-4.1-nano",
        "--depth", "path"];

    [Fact]
    public async Task Watch_BreaksAndHeals_TellsEachProbeShortlyAndEachChangeInFull()
    {
        Queue<ProbeResult> script = new(
            [Sample.Passed(), Sample.Passed(), Sample.Inspected(), Sample.Inspected(), Sample.OutOfCredit(), Sample.Passed()]);

        var run = await CliRun.WithAsync(CliRun.Scripted(_ => script.Dequeue()), [.. Route, "--count", "6", "--interval", "1s"]);

        Golden.Matches("watch", run.Output.ReplaceLineEndings("\n"));
        Assert.Equal(10, run.Code);
        Assert.Empty(script);
    }

    [Fact]
    public async Task Watch_EveryProbePassed_IsHealthyAndShowsNoFullText()
    {
        var run = await CliRun.WithAsync(CliRun.Scripted(_ => Sample.Passed()), [.. Route, "--count", "3"]);

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("WHAT HAPPENED", run.Output, StringComparison.Ordinal);
        Assert.Contains("openai: 3 of 3 passed (median 212 ms, slowest 212 ms)", run.Output, StringComparison.Ordinal);
    }
}
