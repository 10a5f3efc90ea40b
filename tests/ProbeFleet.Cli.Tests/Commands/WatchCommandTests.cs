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

    [Theory]
    [InlineData("5.021 0.2 99.94 3 300000", "median 5.0 ms, slowest 300.00 s")]
    [InlineData("20 10", "median 20.0 ms, slowest 20.0 ms")]
    [InlineData("1000 1004 1006 999.6 99.96 99.9", "median 1.00 s, slowest 1.01 s")]
    [InlineData("7 7 7 1 2 900 901", "median 7.0 ms, slowest 901 ms")]
    public async Task Watch_OfDifferentDurations_TellsTheMedianAndTheSlowest(string milliseconds, string expected)
    {
        Queue<TimeSpan> script = new(milliseconds.Split(' ').Select(
            text => TimeSpan.FromMilliseconds(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))));

        var run = await CliRun.WithAsync(
            CliRun.Scripted(_ => Sample.Passed() with { Duration = script.Dequeue() }), [.. Route, "--count", $"{script.Count}"]);

        Assert.Contains($"passed ({expected})", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A watch runs for weeks in a container with little memory.</summary>
    [Fact]
    public async Task Watch_ManyRounds_KeepsNoResultOfThem()
    {
        List<WeakReference> results = [];
        var alive = 0;

        var run = await CliRun.WithAsync(
            CliRun.Scripted(_ =>
            {
                if (results.Count == 19)
                {
                    GC.Collect();
                    alive = results.Count(result => result.IsAlive);
                }

                var result = Sample.Passed() with { Id = Guid.NewGuid() };
                results.Add(new(result));
                return result;
            }),
            [.. Route, "--count", "20"]);

        Assert.Contains("openai: 20 of 20 passed", run.Output, StringComparison.Ordinal);
        Assert.InRange(alive, 0, 9);
    }
}
