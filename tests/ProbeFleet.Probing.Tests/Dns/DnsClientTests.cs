using System.Net;
using ProbeFleet.Probing.Dns;

namespace ProbeFleet.Probing.Tests.Dns;

public sealed class DnsClientTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "NOERROR")]
    [InlineData(2, "SERVFAIL")]
    [InlineData(3, "NXDOMAIN")]
    [InlineData(5, "REFUSED")]
    [InlineData(11, "RCODE11")]
    public async Task Query_Rcode_IsNamed(byte rcode, string name)
    {
        await using var server = new DnsResponder((query, _) => [DnsResponder.Respond(query, rcode)]);

        var lookup = await AskAsync(server.Endpoint);

        Assert.Equal(name, lookup.Rcode);
        Assert.Equal("udp", lookup.Transport);
        Assert.Equal(server.Endpoint.ToString(), lookup.Server);
        Assert.Null(lookup.Failure);
        Assert.Null(lookup.TtlSeconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Query_ServerWithoutEdns_IsAskedAgainWithoutIt(byte rcode)
    {
        // A header alone, as old servers send it.
        await using var server = new DnsResponder((query, _) => query[11] == 1
            ? [[query[0], query[1], 0x81, rcode, 0, 0, 0, 0, 0, 0, 0, 0]]
            : [DnsResponder.RespondWithAddress(query, 1)]);

        var lookup = await AskAsync(server.Endpoint);

        Assert.Equal("NOERROR", lookup.Rcode);
        Assert.Equal(["192.0.2.1"], lookup.Addresses);
    }

    [Fact]
    public async Task Query_FirstDatagramLost_AsksOnceMore()
    {
        await using var server = new DnsResponder((query, before) => before == 0 ? [] : [DnsResponder.RespondWithAddress(query, 1)]);

        var (clock, waits) = ClockThatTells();

        var asking = AskAsync(server.Endpoint, clock);
        await waits.WaitAsync(Stop);
        clock.Advance(Budget / 2);
        var lookup = await asking;

        Assert.Equal(["192.0.2.1"], lookup.Addresses);
        Assert.Equal(2, server.UdpQueries);
    }

    [Fact]
    public async Task Query_ForgedAnswersFirst_AreNotTaken()
    {
        await using var server = new DnsResponder((query, _) =>
        {
            var otherId = DnsResponder.RespondWithAddress(query, 66);
            otherId[0] ^= 0xFF;
            var otherName = DnsResponder.RespondWithAddress(query, 67);
            otherName[13] ^= 0x01;
            return [otherId, otherName, query, DnsResponder.RespondWithAddress(query, 1)];
        });

        var lookup = await AskAsync(server.Endpoint);

        Assert.Equal(["192.0.2.1"], lookup.Addresses);
        Assert.Equal(60, lookup.TtlSeconds);
    }

    [Fact]
    public async Task Query_Truncated_IsAskedOverTcp()
    {
        await using var server = new DnsResponder(
            (query, _) => [DnsResponder.Respond(query, 0, truncated: true)],
            query => DnsResponder.RespondWithAddress(query, 9));

        var lookup = await AskAsync(server.Endpoint);

        Assert.Equal("tcp", lookup.Transport);
        Assert.Equal(["192.0.2.9"], lookup.Addresses);
    }

    [Fact]
    public async Task Query_TruncatedAndTcpClosed_SaysThatTcpFailed()
    {
        await using var server = new DnsResponder((query, _) => [DnsResponder.Respond(query, 0, truncated: true)]);

        var lookup = await AskAsync(server.Endpoint);

        Assert.Equal(FailureKind.Refused, lookup.Failure!.Kind);
        Assert.StartsWith("over TCP, after a truncated answer", lookup.Failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_BytesThatAreNotDns_AreAFailure()
    {
        await using var server = new DnsResponder((query, _) => [[query[0], query[1], 0x81, 0x80, 0, 1]]);

        var lookup = await AskAsync(server.Endpoint);

        Assert.Equal(FailureKind.InvalidResponse, lookup.Failure!.Kind);
        Assert.Null(lookup.Rcode);
    }

    [Fact]
    public async Task Query_NobodyListens_IsRefused()
    {
        var lookup = await AskAsync(new(IPAddress.Loopback, FreePort.Take(IPAddress.Loopback)));

        Assert.Equal(FailureKind.Refused, lookup.Failure!.Kind);
    }

    [Fact]
    public async Task Query_Silence_TimesOutAfterTwoQueries()
    {
        var askedAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new DnsResponder((_, before) =>
        {
            if (before == 1)
            {
                askedAgain.TrySetResult();
            }

            return [];
        });
        var (clock, waits) = ClockThatTells();

        var asking = AskAsync(server.Endpoint, clock);
        await waits.WaitAsync(Stop);
        clock.Advance(Budget / 2);
        await askedAgain.Task.WaitAsync(Stop);
        clock.Advance(Budget / 2);
        var lookup = await asking;

        Assert.Equal(new StageFailure(FailureKind.TimedOut, "no answer within 60 s"), lookup.Failure);
        Assert.Equal((2, Budget), (server.UdpQueries, lookup.Duration));
    }

    [Fact]
    public async Task Query_NameThatCannotBeAsked_IsAFailureAndNoCrash()
    {
        await using var server = new DnsResponder((_, _) => []);

        var lookup = await new DnsClient(TimeProvider.System).QueryAsync("a..b", DnsRecordType.A, server.Endpoint, Budget, Stop);

        Assert.Equal(FailureKind.InvalidResponse, lookup.Failure!.Kind);
    }

    [Fact]
    public async Task Query_CallerCancels_Ends()
    {
        await using var server = new DnsResponder((_, _) => []);
        using var cancelled = new CancellationTokenSource();
        var asking = new DnsClient(TimeProvider.System).QueryAsync(
            "a.test", DnsRecordType.A, server.Endpoint, TimeSpan.FromHours(1), cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static Task<DnsLookup> AskAsync(IPEndPoint server, TimeProvider? clock = null) =>
        new DnsClient(clock ?? TimeProvider.System).QueryAsync("api.example.test", DnsRecordType.A, server, Budget, Stop);

    /// <summary>A clock that stands, and the moment when the client begins to wait for the answer to its first query.</summary>
    private static (ManualClock Clock, Task Waits) ClockThatTells()
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (new() { Waiting = wait => _ = wait == Budget / 2 && waits.TrySetResult() }, waits.Task);
    }
}
