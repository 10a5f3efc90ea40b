using System.Net;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Tests.Faults;

public sealed class Http2FaultTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(13)]
    public async Task Reset_Post_IsAProtocolErrorWithItsCode(long code)
    {
        var error = await FailureOf(Misbehave.Http2Reset((uint)code));
        Assert.Equal(HttpRequestError.HttpProtocolError, error.HttpRequestError);
        Assert.Equal(code, Assert.IsType<HttpProtocolException>(error.InnerException).ErrorCode);
    }

    [Fact]
    public async Task GoAwayAfterTakingUp_Post_IsAProtocolError()
    {
        var error = await FailureOf(Misbehave.Http2GoAway(errorCode: 2, takenUp: true));
        Assert.Equal(HttpRequestError.HttpProtocolError, error.HttpRequestError);
    }

    [Fact]
    public async Task Closed_Post_EndsWithoutAResponse() =>
        Assert.Equal(HttpRequestError.ResponseEnded, (await FailureOf(Misbehave.Http2Closed)).HttpRequestError);

    private static async Task<HttpRequestException> FailureOf(Misbehaviour misbehaviour)
    {
        await using var server = FaultServer.Start(misbehaviour.OverTlsWithHttp2(LabTrust.Server));
        using var client = BareClient.Create();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Https("/v1/chat/completions"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("{}"),
        };
        return await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, TestContext.Current.CancellationToken));
    }
}
