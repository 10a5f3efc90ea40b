using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Connections;

/// <summary>A prober that runs for months must give back every socket, whatever the route does to it.</summary>
[Collection(nameof(SocketLeakTests))]
[CollectionDefinition(nameof(SocketLeakTests), DisableParallelization = true)]
public sealed class SocketLeakTests
{
    private const int Rounds = 100;
    private static readonly ProbeBudget Short = new(
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThousandProbes_EachKindOfFault_LeaveNoSocketOpen()
    {
        Misbehaviour[] faults =
        [
            Misbehave.StallAfterAccept, Misbehave.ResetOnAccept, Misbehave.CloseAfterFirstByte, Misbehave.PlainHttpOnTlsPort,
            Misbehave.HeadersNever.OverTls(LabTrust.Server), Misbehave.CloseBeforeHeaders.OverTls(LabTrust.Server),
            Misbehave.BodyStall.OverTls(LabTrust.Server), Misbehave.BodyTruncated.OverTls(LabTrust.Server),
            Misbehave.NonHttpReply.OverTls(LabTrust.Server), Misbehave.Healthy.OverTls(LabTrust.Server),
        ];
        var servers = faults.Select(FaultServer.Start).ToList();

        await AssertLeavesNoSocketAsync(servers.Select(server => Probe.Of(server.Https())));

        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task HundredsOfProbes_ProxiesThatStall_LeaveNoSocketOpen()
    {
        await using var api = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var silent = FaultServer.Start(FaultProxy.SilentOnConnect);
        await using var secureSilent = FaultServer.Start(FaultProxy.SilentOnConnect.OverTls(LabTrust.Server));
        await using var stalled = FaultServer.Start(Misbehave.StallAfterAccept);
        (string Scheme, FaultServer Server)[] proxies =
            [("http", silent), ("https", secureSilent), ("https", stalled), ("socks5", stalled)];

        await AssertLeavesNoSocketAsync(
            proxies.Select(proxy => Probe.Of(api.Https()).Through(new Uri($"{proxy.Scheme}://127.0.0.1:{proxy.Server.Endpoint.Port}"))));
    }

    [Fact]
    public async Task HundredProbes_BlackholeOnTheWay_LeaveNoSocketOpen()
    {
        Assert.SkipWhen(LabRequirements.MissingForNetwork() is not null, LabRequirements.MissingForNetwork() ?? "");
        await using var network = await LabNetwork.CreateAsync(Stop);
        await network.DropArrivalsAsync(443, Stop);

        await AssertLeavesNoSocketAsync([Probe.Of(new Uri($"https://{network.InsideAddress}/v1"))]);
    }

    private static async Task AssertLeavesNoSocketAsync(IEnumerable<ProbeRequest> requests)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The open sockets of a process are counted in /proc.");
        var all = requests.Select(request => request with { Budget = Short }).ToList();
        await all[^1].RunAsync();
        var before = OpenSockets();

        foreach (var request in all)
        {
            await Parallel.ForAsync(0, Rounds, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
                Assert.NotEqual(Stage.Configure, (await request.RunAsync()).Break));
        }

        // The servers, which still run, see each closed connection a moment later.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (OpenSockets() > before && !patience.IsCancellationRequested)
        {
            await Task.Yield();
        }

        Assert.InRange(OpenSockets(), 0, before);
    }

    private static int OpenSockets() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false);
}
