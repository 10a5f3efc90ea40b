using System.Net;
using System.Net.Sockets;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.FaultLab;

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

    [Fact]
    public async Task Read_NoAnswerComes_SaysHowLongItWasWaitedFor()
    {
        var clock = new ManualClock();
        using var fleet = new HttpFleet(new($"http://{_mute.LocalEndpoint}"), key: null, clock);

        var reading = fleet.ReadAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(45));

        var error = await Assert.ThrowsAsync<FleetSilentException>(() => reading);
        Assert.Contains("gave no answer within 45 s", error.Message, StringComparison.Ordinal);
    }

    /// <summary>How long a connection may take is the handler's own time.</summary>
    [Fact]
    public async Task Read_NoConnectionComes_SaysHowLongItWasWaitedFor()
    {
        using var fleet = new HttpFleet(new($"https://{_mute.LocalEndpoint}"), null, TimeProvider.System, new FleetWaits(Short, Long));

        var error = await Assert.ThrowsAsync<FleetSilentException>(() => fleet.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Contains("could not be connected to (TCP and TLS) within 0.25 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TheCallerCancels_IsNoSilence()
    {
        using var fleet = new HttpFleet(new($"http://{_mute.LocalEndpoint}"), null, TimeProvider.System, new FleetWaits(Long, Long));
        using var caller = new CancellationTokenSource();

        var reading = fleet.ReadAsync(caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
