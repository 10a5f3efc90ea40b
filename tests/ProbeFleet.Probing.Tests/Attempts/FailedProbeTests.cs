using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>A probe that throws by itself is a result, and what it threw tells no secret.</summary>
public sealed class FailedProbeTests
{
    [Fact]
    public async Task Environment_ThrowsWithASecret_IsAResultWithTypeAndPlaceOnly()
    {
        const string secret = "zq7-Secret-Value";
        var request = Probe.Of(new("http://user:password@localhost:1/v1?key=abc"));

        var result = await request.RunAsync(Probe.Surroundings with { Environment = _ => throw new InvalidOperationException(secret) });

        Assert.Equal(
            (ProbeOutcome.Failed, Cause.ProbeFailed, Owner.Unknown, null),
            (result.Outcome, result.Diagnosis.Cause, result.Diagnosis.Owner, result.Break));
        var link = Assert.Single(result.Exception!);
        Assert.Equal("System.InvalidOperationException", link.Type);
        Assert.StartsWith("thrown in ProbeFleet.Probing.", link.Message, StringComparison.Ordinal);
        Assert.Contains("while it made the attempt", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Equal("http://localhost:1/v1", result.Route.BaseUrl);
        Assert.DoesNotContain(secret, result.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("password", result.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_ThatIsMeantToBeOnThisMachine_IsToldInTheResult()
    {
        var request = Probe.Of(new("http://localhost:1/v1"));

        var sidecar = await (request with { Route = request.Route with { IsPrivate = true } }).RunAsync();

        Assert.True(sidecar.Route.IsPrivate);
        Assert.Contains("\"private\": true", sidecar.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"private\"", (await request.RunAsync()).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_LongerThanTheClientTakes_AreTheCause()
    {
        var trace = new string('x', 70_000);
        await using var server = FaultServer.Start(Misbehave.Reply("200 OK", $"application/json\r\nx-trace: {trace}", "{}"));

        var result = await Probe.Of(server.Http()).RunAsync();

        Assert.Equal((Stage.Respond, FailureKind.TooLarge), (result.Break, result.FailureAt(Stage.Respond)?.Kind));
        Assert.Equal(Cause.HttpInvalid, result.Diagnosis.Cause);
        Assert.Contains("64 KB", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_Cancels_IsNoFailureOfTheProbe()
    {
        await using var server = FaultServer.Start(Misbehave.HeadersNever);
        using var stopping = new CancellationTokenSource();
        var probing = new RouteProber(Probe.Surroundings).ProbeAsync(Probe.Of(server.Http()) with { Explain = true }, null, stopping.Token);
        while (!server.Requests.Any())
        {
            await Task.Yield();
        }

        await stopping.CancelAsync();

        Assert.Equal(Cause.ProbeCancelled, (await probing).Diagnosis.Cause);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Certificate_WithADateThatIsNone_IsJudgedWithoutTheDate(bool looksCloser)
    {
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Trusted.IssueServer(CertificateFlaw.NoDate)));

        var result = await (Probe.Of(server.Https()) with { Explain = looksCloser }).RunAsync();

        Assert.Equal(Stage.Secure, result.Break);
        var seen = result.Find<SecureEvidence>()!.Facts!;
        Assert.Equal(("CN=localhost", null), (seen.Subject, seen.NotAfter));
        Assert.NotNull(seen.NotBefore);
        Assert.Equal(looksCloser, result.DrillDown?.Tls is { Subject: "CN=localhost", NotAfter: null });
    }

    /// <summary>A certificate that nobody has judged yet does not choose what this host calls.</summary>
    [Fact]
    public async Task Certificate_NamesAnAddressForItsIssuer_NothingIsCalled()
    {
        await using var inside = FaultServer.Start(Misbehave.Healthy);
        await using var server = FaultServer.Start(
            Misbehave.Healthy.OverTls(LabTrust.Trusted.IssueServerWithIssuerAt(inside.Http("/internal/admin?do=1", "127.0.0.1"))));

        var result = await (Probe.Of(server.Https()) with { Explain = true }).RunAsync();

        Assert.Equal((Stage.Secure, Cause.TlsPartialChain), (result.Break, result.Diagnosis.Cause));
        Assert.Contains("was not sent", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("Have the server send its intermediate", result.Diagnosis.DoNext[0], StringComparison.Ordinal);
        Assert.Empty(inside.Connections);
    }
}
