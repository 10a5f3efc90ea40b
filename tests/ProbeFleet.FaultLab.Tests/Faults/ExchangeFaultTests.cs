using System.Net.Sockets;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Tests.Faults;

/// <summary>Faults after TLS, as HttpClient shows them.</summary>
public sealed class ExchangeFaultTests
{
    [Fact]
    public async Task Healthy_Post_SucceedsAndIsRecorded()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        Assert.Null(await BareClient.PostAsync(server.Https(), null, TestContext.Current.CancellationToken));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v1/chat/completions"), (request.Method, request.Target));
        Assert.True(server.Received("max_completion_tokens"));
    }

    [Fact]
    public async Task Answer_WithDelays_RecordsWhereTheTimeWent()
    {
        var (secure, headers, body) = (TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(80));
        await using var server = FaultServer.Start(Misbehave.Answer(headers, body).OverTls(LabTrust.Server).After(secure));
        Assert.Null(await BareClient.PostAsync(server.Https(), null, TestContext.Current.CancellationToken));
        var connection = Assert.Single(server.Connections);
        Assert.True(connection.Between(ServerMoment.Accepted, ServerMoment.SecureStarted) >= secure);
        Assert.True(connection.Between(ServerMoment.RequestRead, ServerMoment.HeadersSent) >= headers);
        Assert.True(connection.Between(ServerMoment.HeadersSent, ServerMoment.BodySent) >= body);
    }

    [Fact]
    public async Task CloseBeforeHeaders_Post_EndsWithoutAResponse() =>
        Assert.Equal(HttpRequestError.ResponseEnded, (await FailureOf(Misbehave.CloseBeforeHeaders)).HttpRequestError);

    [Fact]
    public async Task ResetBeforeHeaders_Post_IsReset()
    {
        var error = await FailureOf(Misbehave.ResetBeforeHeaders);
        Assert.Equal(HttpRequestError.Unknown, error.HttpRequestError);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
    }

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task Stall_Post_IsGivenUp(string name, Misbehaviour misbehaviour)
    {
        Assert.NotEmpty(name);
        await using var server = FaultServer.Start(misbehaviour.OverTls(LabTrust.Server));
        var error = await BareClient.PostAsync(server.Https(), null, TestContext.Current.CancellationToken, BareClient.Short);
        Assert.IsType<TaskCanceledException>(error);
    }

    public static TheoryData<string, Misbehaviour> Stalls { get; } = new()
    {
        { nameof(Misbehave.StallAfterAccept), Misbehave.StallAfterAccept },
        { nameof(Misbehave.HeadersNever), Misbehave.HeadersNever },
        { nameof(Misbehave.BodyStall), Misbehave.BodyStall },
        { nameof(Misbehave.BodyDrip), Misbehave.BodyDrip(TimeSpan.FromMilliseconds(50)) },
    };

    [Fact]
    public async Task BodyTruncated_Post_EndsEarly() =>
        Assert.Equal(HttpRequestError.ResponseEnded, (await FailureOf(Misbehave.BodyTruncated)).HttpRequestError);

    [Fact]
    public async Task ChunkedBodyTruncated_Post_EndsEarly() =>
        Assert.Equal(HttpRequestError.ResponseEnded, (await FailureOf(Misbehave.ChunkedBodyTruncated)).HttpRequestError);

    [Fact]
    public async Task BodyReset_Post_IsResetWhileCopying()
    {
        var error = await FailureOf(Misbehave.BodyReset);
        Assert.Contains("copying content", error.Message, StringComparison.Ordinal);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
    }

    [Fact]
    public async Task NonHttpReply_Post_IsInvalid() =>
        Assert.Equal(HttpRequestError.InvalidResponse, (await FailureOf(Misbehave.NonHttpReply)).HttpRequestError);

    [Fact]
    public async Task RefuseAfter_SecondPost_IsRefused()
    {
        await using var server = FaultServer.RefuseAfter(1, Misbehave.Healthy.OverTls(LabTrust.Server));
        Assert.Null(await BareClient.PostAsync(server.Https(), null, TestContext.Current.CancellationToken));
        var error = await BareClient.PostAsync(server.Https(), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpRequestError.ConnectionError, Assert.IsType<HttpRequestException>(error).HttpRequestError);
    }

    private static async Task<HttpRequestException> FailureOf(Misbehaviour misbehaviour)
    {
        await using var server = FaultServer.Start(misbehaviour.OverTls(LabTrust.Server));
        return Assert.IsType<HttpRequestException>(await BareClient.PostAsync(server.Https(), null, TestContext.Current.CancellationToken));
    }
}
