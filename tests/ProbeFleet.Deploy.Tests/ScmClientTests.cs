using static ProbeFleet.Deploy.DeploymentOutcome;
using Answer = ProbeFleet.Deploy.Tests.FakeScm.Answer;

namespace ProbeFleet.Deploy.Tests;

public sealed class ScmClientTests
{
    private const string Token = "eyJ-the-token";
    private static readonly DeploymentTimings Timings = DeploymentTimings.Default with { Request = TimeSpan.FromMinutes(1) };
    private readonly HastyTime _time = new();

    [Fact]
    public async Task Push_AcceptedAndFinished_SendsTheZipOnceAndIsDeployed()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(0), Answer.State(2), Answer.State(4));

        var outcome = await PushAsync(scm);

        Assert.IsType<Deployed>(outcome);
        var publish = Assert.Single(scm.Requests, request => request.Method == "POST");
        Assert.Equal(("/api/publish", $"Bearer {Token}"), (publish.Path, publish.Authorization));
        Assert.Equal([1, 2, 3], publish.Body);
        Assert.All(scm.Requests.Skip(1), request => Assert.Equal("/api/deployments/42", request.Path));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], _time.Pauses);
    }

    [Fact]
    public async Task Push_PremiumPlan_UsesZipDeployAndTheLatestDeployment()
    {
        await using var scm = await FakeScm.StartAsync([new Answer(202)], Answer.State(4));

        var outcome = await PushAsync(scm, "premium");

        Assert.IsType<Deployed>(outcome);
        Assert.Equal(["/api/zipdeploy?isAsync=true", "/api/deployments/latest"], scm.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Push_FourEarlyNotFound_KeepsPolling()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], new(404), new(404), new(404), new(404), Answer.State(4));

        Assert.IsType<Deployed>(await PushAsync(scm));
    }

    [Fact]
    public async Task Push_FiveEarlyNotFound_Fails()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], new Answer(404));

        Assert.Contains("404", Assert.IsType<Failed>(await PushAsync(scm)).Detail, StringComparison.Ordinal);
        Assert.Equal(5, scm.Polled);
    }

    [Fact]
    public async Task Push_NotFoundAfterProgress_IsDeployed()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(2), new Answer(404));

        Assert.IsType<Deployed>(await PushAsync(scm));
    }

    [Fact]
    public async Task Push_PollAsksToWait_WaitsThatLong()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(0) with { RetryAfter = "17" }, Answer.State(4));

        await PushAsync(scm);

        Assert.Equal([TimeSpan.FromSeconds(17)], _time.Pauses);
    }

    [Fact]
    public async Task Push_PollAsksToWaitAnHour_WaitsNoLongerThanItsLimit()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(0) with { RetryAfter = "3600" }, Answer.State(4));

        await PushAsync(scm);

        Assert.Equal([Timings.LongestPause], _time.Pauses);
    }

    [Theory]
    [InlineData(3, "the deployment failed: out of disk")]
    [InlineData(6, "only some instances took the package: out of disk")]
    [InlineData(9, "the deployment is in state 9, which is not known")]
    public async Task Push_EndsBadly_FailsWithTheReason(int state, string expected)
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(state, "out of disk"));

        Assert.Equal(expected, Assert.IsType<Failed>(await PushAsync(scm)).Detail);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public async Task Push_CancelledOrInConflict_MayBeTriedAgain(int state)
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(state));

        Assert.IsType<Transient>(await PushAsync(scm));
    }

    [Fact]
    public async Task Push_RoleOnPackagesNotYetEffective_MayBeTriedAgain()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.RoleRace);

        Assert.Contains("package container", Assert.IsType<Transient>(await PushAsync(scm)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "azd auth login")]
    [InlineData(403, "Website Contributor")]
    [InlineData(409, "another deployment")]
    [InlineData(429, "429")]
    [InlineData(503, "503")]
    public async Task Push_RefusedForNow_SaysWhatToDoAndMayBeTriedAgain(int status, string expected)
    {
        await using var scm = await FakeScm.StartAsync([new Answer(status, "why", "9")]);

        var outcome = Assert.IsType<Transient>(await PushAsync(scm));

        Assert.Contains(expected, outcome.Detail, StringComparison.Ordinal);
        Assert.Contains("why", outcome.Detail, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(9), outcome.RetryAfter);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task Push_RefusedForGood_Fails(int status)
    {
        await using var scm = await FakeScm.StartAsync([new Answer(status, "runtime does not match")]);

        Assert.Contains("runtime does not match", Assert.IsType<Failed>(await PushAsync(scm)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_EndpointEchoesTheToken_NeverShowsIt()
    {
        await using var scm = await FakeScm.StartAsync([new Answer(400, $"bad header: Bearer {Token}")]);

        Assert.DoesNotContain(Token, (await PushAsync(scm)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_NeverFinishes_FailsAtTheDeadline()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(1) with { RetryAfter = "100" });

        Assert.Contains("not finished after 20 minutes", Assert.IsType<Failed>(await PushAsync(scm)).Detail, StringComparison.Ordinal);
        Assert.Equal(12, scm.Polled);
    }

    [Fact]
    public async Task Push_ConnectionCut_MayBeTriedAgain()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Dead]);

        Assert.Contains("cannot reach", Assert.IsType<Transient>(await PushAsync(scm)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_NoAnswer_MayBeTriedAgain()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Silent]);

        var outcome = await PushAsync(scm, timings: Timings with { Request = TimeSpan.FromMilliseconds(30) });

        Assert.Contains("in time", Assert.IsType<Transient>(outcome).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>sign in</html>")]
    [InlineData("\"\"")]
    [InlineData("")]
    public async Task Push_AcceptedWithoutAnId_Fails(string body)
    {
        await using var scm = await FakeScm.StartAsync([new Answer(202, body)]);

        Assert.IsType<Failed>(await PushAsync(scm));
    }

    private async Task<DeploymentOutcome> PushAsync(FakeScm scm, string plan = "flex", DeploymentTimings? timings = null)
    {
        using var http = new HttpClient();
        var client = new ScmClient(http, timings ?? Timings, _time);
        return await client.PushAsync(scm.App(plan: plan), [1, 2, 3], Token, TestContext.Current.CancellationToken);
    }
}
