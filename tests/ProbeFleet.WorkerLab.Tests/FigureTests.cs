using System.Globalization;

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>What the published app weighs and how fast it is there, printed for docs/benchmarks.md; a slow machine fails nothing.</summary>
public sealed class FigureTests(PublishedVantage published, ITestOutputHelper output)
{
    private const double Mebibyte = 1 << 20;

    [Fact]
    public async Task Worker_StartedAndCalledAHundredTimesAtOnce_AnswersThemAll()
    {
        await using var storage = await published.StartStorageAsync();
        var configuration = await published.WriteConfigurationAsync(PublishedVantage.Configuration([("a", published.Healthy)]));
        await using var worker = await published.StartAsync(storage.ConnectionString, ("PROBEFLEET_CONFIG", configuration));
        using var first = await worker.CallAsync("GetFleetPage", "GET", "/");
        Assert.Equal((200, new InvocationEnd("Success", null)), (first.Status, first.End));
        var (answered, memory) = (worker.Age, worker.WorkingSet);
        await worker.TickAsync("ProbeOnSchedule", TestContext.Current.CancellationToken);

        var called = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => worker.CallAsync("GetFleet", "GET", "/api/fleet")));

        Assert.All(called, one => Assert.Equal((200, "Success"), (one.Status, one.End.Status)));
        Assert.All(called, one => Assert.StartsWith(
            "application/json", $"{one.Response!.Content.Headers.ContentType}", StringComparison.Ordinal));
        Assert.All(called, one => one.Dispose());
        Print($"""
            | published folder, files | {published.App.Files.Sum(file => file.Length) / Mebibyte:0.0} MiB, {published.App.Files.Count} |
            | process start to the worker's hello | {worker.ConnectedAfter.TotalSeconds:0.00} s |
            | to all {worker.Functions.Count} functions loaded | {worker.LoadedAfter.TotalSeconds:0.00} s |
            | to the first answer | {answered.TotalSeconds:0.00} s |
            | resident memory after the first answer | {memory / Mebibyte:0} MiB |
            | after a round and 100 calls at once | {worker.WorkingSet / Mebibyte:0} MiB |
            """);
        Assert.Equal(0, await worker.TerminateAsync(TimeSpan.FromSeconds(30)));
    }

    private void Print(FormattableString table)
    {
        var text = table.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
