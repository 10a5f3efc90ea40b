using System.Net;
using System.Net.Sockets;
using ProbeFleet.Cli.Fleets;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>What did not come in time is named with the time that was waited for it.</summary>
public sealed class HttpFleetWaitTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    // The kernel takes its connections, and nothing ever says a word on them.
    private readonly TcpListener _mute = new(IPAddress.Loopback, 0);

    public HttpFleetWaitTests() => _mute.Start();

    public void Dispose() => _mute.Dispose();

    [Theory]
    [InlineData("http", "gave no answer within 0.25 s")]
    [InlineData("https", "could not be connected to (TCP and TLS) within 0.25 s")]
    public async Task Read_NothingComes_SaysWhatWasWaitedForAndHowLong(string scheme, string said)
    {
        var waits = scheme == "http" ? new FleetWaits(Long, Short) : new FleetWaits(Short, Long);
        using var fleet = new HttpFleet(new($"{scheme}://{_mute.LocalEndpoint}"), key: null, waits);

        var error = await Assert.ThrowsAsync<FleetSilentException>(() => fleet.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TheCallerCancels_IsNoSilence()
    {
        using var fleet = new HttpFleet(new($"http://{_mute.LocalEndpoint}"), key: null, new FleetWaits(Long, Long));
        using var caller = new CancellationTokenSource();

        var reading = fleet.ReadAsync(caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
