namespace ProbeFleet.Cli.Tests.Commands;

public sealed class CompareCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Compare_TheSameRouteBeforeAndAfter_ListsWhatChanged()
    {
        var run = await CompareAsync([Sample.Passed()], [Sample.Inspected()]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Golden.Matches("compare", run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Compare_WithASlowResult_SaysHowSlow()
    {
        var run = await CompareAsync([Sample.Passed()], [Sample.Slow()]);

        var oneLine = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(": passed and slow: connect took 380 ms where 95 ms is usual at this hour", oneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_AnotherModel_RefusesAndNamesTheField()
    {
        var other = Sample.Passed() with
        {
            Route = Sample.Passed().Route with { Model = "gpt-4.1" },
            Fingerprint = new("sha256:cc", "sha256:bb"),
        };

        var run = await CompareAsync([Sample.Passed()], [other]);

        Assert.Equal(2, run.Code);
        Assert.Contains("NOT COMPARABLE", run.Output, StringComparison.Ordinal);
        Assert.Contains("was gpt-4.1-nano, now gpt-4.1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_FilesWithSeveralRoutes_AsksForOneAndTakesIt()
    {
        ProbeResult[] both = [Sample.Passed(), Sample.Passed("gateway")];

        var asked = await CompareAsync(both, both);
        var chosen = await CompareAsync(both, both, "--route", "gateway");
        var wrong = await CompareAsync(both, both, "--route", "nobody");

        Assert.Contains("holds 2 results: openai, gateway. Choose one with --route NAME.", asked.Error, StringComparison.Ordinal);
        Assert.Contains("was  gateway from", chosen.Output, StringComparison.Ordinal);
        Assert.Contains("holds no result of route 'nobody'. It holds: openai, gateway.", wrong.Error, StringComparison.Ordinal);
        Assert.Equal((2, 0, 2), (asked.Code, chosen.Code, wrong.Code));
    }

    [Fact]
    public async Task Compare_AResultOfANewerSchema_SaysToUpdate()
    {
        var run = await CompareAsync([Sample.Passed() with { Schema = 99 }], [Sample.Passed()]);

        Assert.Equal(2, run.Code);
        Assert.Contains("was written by a newer probefleet (schema 99", run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> CompareAsync(ProbeResult[] was, ProbeResult[] now, params string[] more) => CliRun.WithAsync(
        (_, _, _) => throw new InvalidOperationException(),
        ["compare", _scratch.Results("a.json", was), _scratch.Results("b.json", now), .. more]);
}
