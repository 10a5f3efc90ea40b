using ProbeFleet.Core.Evidence;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Probing.Tests.Probes;

/// <summary>The credential goes to the route's own host and to nobody else.</summary>
public sealed class CredentialIsolationTests
{
    [Fact]
    public async Task Redirect_ToAnotherHost_IsNotFollowed()
    {
        await using var elsewhere = FaultServer.Start(Misbehave.Healthy);
        await using var server = FaultServer.Start(Misbehave.RedirectTo(elsewhere.Http("/login?token=abc")));

        var result = await Probe.Of(server.Http()).RunAsync();

        Assert.Equal(Stage.Respond, result.Break);
        Assert.Equal(FailureKind.Redirected, result.FailureAt(Stage.Respond)!.Kind);
        Assert.Empty(elsewhere.Connections);
    }

    [Fact]
    public async Task Redirect_LocationWithSecret_IsRecordedWithoutIt()
    {
        await using var server = FaultServer.Start(Misbehave.RedirectTo(new Uri("https://sso.example/login?token=s3cr3t-value-1234")));

        var result = await Probe.Of(server.Http()).RunAsync();

        var location = result.Find<RespondEvidence>()!.Facts!.Location!;
        Assert.StartsWith("https://sso.example/login", location, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-value-1234", location, StringComparison.Ordinal);
    }
}
