using System.Net;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.WorkerLab.Tests;

/// <summary>What ends early: a caller that leaves, a host that cancels, a worker that is told to go.</summary>
public sealed class EndingTests(PublishedVantage published)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Caller_LeavesWhileItsProbeHangs_ProbesConnectionIsClosedAndNothingFails()
    {
        await using var storage = await published.StartStorageAsync();
        await using var silent = new SilentServer();
        await using var worker = await StartAsync(storage.ConnectionString, ("slow", silent.Url));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/probes", UriKind.Relative))
        {
            Content = new StringContent("""{"routes":["slow"]}"""),
        };
        var calling = worker.CallAsync("CreateProbes", request, leaving.Token);
        await silent.AcceptedAsync(calling);

        await leaving.CancelAsync();

        using var called = await calling;
        await silent.LeftAsync();
        Assert.Null(called.Response);
        Assert.Equal(new InvocationEnd("Success", null), called.End);
        Assert.DoesNotContain(worker.Logs, log => log.TryGetProperty("exception", out _));
        Assert.Equal(0, await worker.TerminateAsync(Grace));
    }

    [Fact]
    public async Task Host_CancelsARound_RoundEndsWithoutFailing()
    {
        await using var storage = await published.StartStorageAsync();
        await using var silent = new SilentServer();
        await using var worker = await StartAsync(storage.ConnectionString, ("a", published.Healthy), ("slow", silent.Url));
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var ticking = worker.TickAsync("ProbeOnSchedule", cancelling.Token);
        await silent.AcceptedAsync(ticking);
        await PublishedVantage.UntilAsync(async () => await PublishedVantage.StoredAsync(storage.ConnectionString) is ["a"]);

        await cancelling.CancelAsync();

        Assert.Equal(new InvocationEnd("Success", null), await ticking);
        await silent.LeftAsync();
        Assert.DoesNotContain(worker.Logs, log => log.TryGetProperty("exception", out _));
    }

    [Fact]
    public async Task Worker_ToldToGoInARound_ExitsWithZeroAndKeepsWhatWasFound()
    {
        await using var storage = await published.StartStorageAsync();
        await using var silent = new SilentServer();
        await using var worker = await StartAsync(storage.ConnectionString, ("a", published.Healthy), ("slow", silent.Url));
        var ticking = worker.TickAsync("ProbeOnSchedule", Stop);
        await silent.AcceptedAsync(ticking);
        await PublishedVantage.UntilAsync(async () => await PublishedVantage.StoredAsync(storage.ConnectionString) is ["a"]);

        Assert.Equal(0, await worker.TerminateAsync(Grace));

        Assert.Equal(new InvocationEnd("Success", null), await ticking);
        Assert.Equal(["a"], await PublishedVantage.StoredAsync(storage.ConnectionString));
    }

    [Fact]
    public async Task Worker_ToldToGoAndNothingCancelled_KeepsWhatWaitsForItsBatch()
    {
        await using var storage = await published.StartStorageAsync();
        await using var silent = new SilentServer();

        // One after the other: when the second is connected, the first has its result, and the round waits for more before it stores.
        await using var worker = await StartAsync(
            storage.ConnectionString, NewSpool(), PublishedVantage.Configuration(
                [("a", published.Healthy), ("slow", silent.Url)], concurrency: 1));
        var ticking = worker.TickAsync("ProbeOnSchedule", Stop);
        await silent.AcceptedAsync(ticking);

        Assert.Equal(0, await worker.TerminateAtOnceAsync(Grace));

        Assert.Equal(new InvocationEnd("Success", null), await ticking);
        Assert.Equal(["a"], await PublishedVantage.StoredAsync(storage.ConnectionString));
    }

    [Fact]
    public async Task Worker_ToldToGoWhileStorageIsAway_NextOneStoresWhatWasFound()
    {
        await using var storage = await published.StartStorageAsync();
        await using var silent = new SilentServer();
        var nowhere = storage.ConnectionString.Replace(
            $":{storage.Endpoint.Port}/", $":{FreePort.Take(IPAddress.Loopback)}/", StringComparison.Ordinal);
        var spool = Path.Combine(published.Folder, "spool-that-stays");
        await using (var worker = await StartAsync(nowhere, spool, ("a", published.Healthy), ("slow", silent.Url)))
        {
            var ticking = worker.TickAsync("ProbeOnSchedule", Stop);
            await silent.AcceptedAsync(ticking);
            await PublishedVantage.UntilAsync(() => Task.FromResult(SpooledIn(spool).Any()));
            Assert.Equal(0, await worker.TerminateAsync(Grace));
            Assert.Equal(new InvocationEnd("Success", null), await ticking);
        }

        await using var next = await StartAsync(storage.ConnectionString, spool, ("other", published.Healthy));
        Assert.Equal(new InvocationEnd("Success", null), await next.TickAsync("ProbeOnSchedule", Stop));

        // While storage is silent the round goes on for so long that the silent route may have failed by its own budget.
        Assert.Equal(["a", "other"],
            (await PublishedVantage.StoredAsync(storage.ConnectionString)).Where(route => route != "slow").Order());
        Assert.Empty(SpooledIn(spool));
    }

    private static IEnumerable<string> SpooledIn(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories) : [];

    private string NewSpool() => Path.Combine(published.Folder, $"spool-{Guid.CreateVersion7()}");

    private Task<FunctionsWorker> StartAsync(string storage, params IEnumerable<(string Name, Uri BaseUrl)> routes) =>
        StartAsync(storage, NewSpool(), routes);

    private Task<FunctionsWorker> StartAsync(string storage, string spool, params IEnumerable<(string Name, Uri BaseUrl)> routes) =>
        StartAsync(storage, spool, PublishedVantage.Configuration(routes));

    private async Task<FunctionsWorker> StartAsync(string storage, string spool, string configuration) => await published.StartAsync(
        storage,
        ("PROBEFLEET_CONFIG", await published.WriteConfigurationAsync(configuration)),
        ("PROBEFLEET_SPOOL", spool));

    /// <summary>Accepts and never says a word; knows when the client has closed.</summary>
    private sealed class SilentServer : IAsyncDisposable
    {
        private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly FaultServer _server;

        public SilentServer() => _server = FaultServer.Start(async (connection, stopping) =>
        {
            _accepted.TrySetResult();
            try
            {
                await connection.HoldAsync(stopping);
            }
            finally
            {
                _left.TrySetResult();
            }
        });

        public Uri Url => _server.Https();

        /// <summary>Waits for the first connection, or for the early end of what was to make it.</summary>
        public async Task AcceptedAsync(Task connecting)
        {
            if (await Task.WhenAny(_accepted.Task, connecting).WaitAsync(Patience, Stop) == connecting)
            {
                await connecting;
                Assert.Fail("It ended without a connection.");
            }
        }

        public Task LeftAsync() => _left.Task.WaitAsync(Patience, Stop);

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
