using ProbeFleet.Core.Evidence;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Probing.Tests.Probes;

/// <summary>A prober that runs for months must give back every socket, whatever the route does to it.</summary>
[Collection(nameof(SocketLeakTests))]
[CollectionDefinition(nameof(SocketLeakTests), DisableParallelization = true)]
public sealed class SocketLeakTests
{
    private const int Rounds = 100;
    private static readonly ProbeBudget Short = new(
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task ThousandProbes_EachKindOfFault_LeaveNoSocketOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The open sockets of a process are counted in /proc.");
        Misbehaviour[] faults =
        [
            Misbehave.StallAfterAccept, Misbehave.ResetOnAccept, Misbehave.CloseAfterFirstByte, Misbehave.PlainHttpOnTlsPort,
            Misbehave.HeadersNever.OverTls(LabTrust.Server), Misbehave.CloseBeforeHeaders.OverTls(LabTrust.Server),
            Misbehave.BodyStall.OverTls(LabTrust.Server), Misbehave.BodyTruncated.OverTls(LabTrust.Server),
            Misbehave.NonHttpReply.OverTls(LabTrust.Server), Misbehave.Healthy.OverTls(LabTrust.Server),
        ];
        var servers = faults.Select(FaultServer.Start).ToList();
        await ProbeAsync(servers[^1], 1);
        var before = OpenSockets();

        foreach (var server in servers)
        {
            await ProbeAsync(server, Rounds);
        }

        // The servers, which still run, see each closed connection a moment later.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (OpenSockets() > before && !patience.IsCancellationRequested)
        {
            await Task.Yield();
        }

        Assert.InRange(OpenSockets(), 0, before);
        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
    }

    private static Task ProbeAsync(FaultServer server, int times) =>
        Parallel.ForAsync(0, times, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
            Assert.NotEqual(Stage.Configure, (await (Probe.Of(server.Https()) with { Budget = Short }).RunAsync()).Break));

    private static int OpenSockets() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false);
}
