using System.Net.Sockets;
using ProbeFleet.Probing.Tests.DrillDowns;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Tests.Tls;

public sealed class TlsInspectorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inspect_UntrustedAndWrongName_ShowsAllOfItAndCloses()
    {
        using var certificate = TestCertificate.Make("other.example.test", "CN=Inspection CA");
        await using var server = LoopbackServer.Secure(certificate);

        var inspection = await InspectAsync(server);

        Assert.Null(inspection.Failure);
        Assert.Equal("CN=Inspection CA", inspection.Facts!.Issuer);
        Assert.Equal(["RemoteCertificateNameMismatch", "RemoteCertificateChainErrors"], inspection.Facts.PolicyErrors);
        Assert.NotNull(inspection.Facts.Protocol);
        await Task.WhenAll(server.Connections).WaitAsync(Stop);
    }

    [Fact]
    public async Task Inspect_RefusedAfterTheHandshakeForWantOfAClientCertificate_IsAFailure()
    {
        using var certificate = TestCertificate.Make("api.example.test", "CN=api");
        await using var server = LoopbackServer.Secure(certificate, clientCertificate: true);

        // The wait for a late refusal lasts until the refusal is there.
        var inspection = await InspectAsync(server, clock: new FaultLab.ManualClock());

        Assert.Equal("CN=api", inspection.Facts!.Subject);
        Assert.Equal(new StageFailure(FailureKind.Closed, "the peer closed right after the handshake"), inspection.Failure);
    }

    [Fact]
    public async Task Inspect_PlainHttp_IsNotTls()
    {
        await using var server = new LoopbackServer(async (_, stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[5], stop);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stop);
            await stream.CopyToAsync(Stream.Null, stop);
        });

        Assert.Equal(FailureKind.NotTls, (await InspectAsync(server)).Failure!.Kind);
    }

    [Fact]
    public async Task Inspect_Reset_IsReset()
    {
        await using var server = LoopbackServer.Resetting();

        Assert.Equal(FailureKind.Reset, (await InspectAsync(server)).Failure!.Kind);
    }

    [Fact]
    public async Task Inspect_ClosedInTheMiddle_IsClosed()
    {
        await using var server = new LoopbackServer(async (socket, stream, stop) =>
        {
            _ = await stream.ReadAsync(new byte[4096], stop);
            socket.Shutdown(SocketShutdown.Both);
        });

        Assert.Equal(FailureKind.Closed, (await InspectAsync(server)).Failure!.Kind);
    }

    [Fact]
    public async Task Inspect_Stall_TimesOut()
    {
        await using var server = LoopbackServer.Silent();

        Assert.Equal(FailureKind.TimedOut, (await InspectAsync(server, TimeSpan.FromMilliseconds(200))).Failure!.Kind);
    }

    [Fact]
    public async Task Inspect_BudgetSpentWhileWaitingForALateAlert_EndsWithTheBudget()
    {
        var budget = TimeSpan.FromMilliseconds(100);
        var waitsForAlert = new TaskCompletionSource();
        var clock = new FaultLab.ManualClock
        {
            Waiting = wait =>
            {
                if (wait != budget)
                {
                    waitsForAlert.TrySetResult();
                }
            },
        };
        using var certificate = TestCertificate.Make("api.example.test", "CN=api");
        await using var server = new LoopbackServer(async (_, stream, stop) =>
        {
            await using var secure = new System.Net.Security.SslStream(stream);
            await secure.AuthenticateAsServerAsync(
                new System.Net.Security.SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            await waitsForAlert.Task.WaitAsync(stop);
            clock.Advance(budget);
            await secure.CopyToAsync(Stream.Null, stop);
        });
        using var client = new TcpClient();
        await client.ConnectAsync(server.Endpoint, Stop);

        var inspection = await new TlsInspector(clock)
            .InspectAsync(client.GetStream(), "api.example.test", budget, Stop)
            .WaitAsync(TimeSpan.FromMinutes(2), Stop);

        Assert.Equal("CN=api", inspection.Facts!.Subject);
    }

    private static async Task<TlsInspection> InspectAsync(LoopbackServer server, TimeSpan? budget = null, TimeProvider? clock = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Endpoint, Stop);
        return await new TlsInspector(clock ?? TimeProvider.System).InspectAsync(
            client.GetStream(), "api.example.test", budget ?? TimeSpan.FromMinutes(1), Stop);
    }
}
