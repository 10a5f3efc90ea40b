using static ProbeFleet.Deploy.DeploymentOutcome;
using Answer = ProbeFleet.Deploy.Tests.FakeScm.Answer;

namespace ProbeFleet.Deploy.Tests;

public sealed class FleetDeploymentTests
{
    private readonly HastyTime _time = new();
    private int _tokens;

    [Fact]
    public async Task Push_RoleNotYetEffective_TriesAgainWithANewToken()
    {
        await using var scm = await FakeScm.StartAsync([new(403), new(403), Answer.Accepted], Answer.State(4));

        var row = Assert.Single(await PushAsync(scm.App()));

        Assert.IsType<Deployed>(row.Outcome);
        Assert.Equal(3, row.Attempts);
        Assert.Equal(["Bearer token-1", "Bearer token-2", "Bearer token-3"], scm.Requests.Take(3).Select(request => request.Authorization));
        Assert.Equal([TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)], _time.Pauses);
    }

    [Fact]
    public async Task Push_AcceptedWhileTheAppCannotReachItsContainer_TriesAgainUntilItCan()
    {
        await using var scm = await FakeScm.StartAsync(
            [Answer.Accepted], Answer.State(2), Answer.RoleRace, Answer.RoleRace, Answer.State(4));

        var row = Assert.Single(await PushAsync(scm.App()));

        Assert.IsType<Deployed>(row.Outcome);
        Assert.Equal((3, 3), (row.Attempts, scm.Published));
    }

    [Fact]
    public async Task Push_NeverAccepted_GivesUpAfterItsAttempts()
    {
        await using var scm = await FakeScm.StartAsync([new Answer(409)]);

        var row = Assert.Single(await PushAsync(scm.App()));

        Assert.IsType<Transient>(row.Outcome);
        Assert.Equal(DeploymentTimings.Default.Attempts, scm.Published);
    }

    [Fact]
    public async Task Push_FailedForGood_IsNotTriedAgain()
    {
        await using var scm = await FakeScm.StartAsync([new Answer(400)]);

        await PushAsync(scm.App());

        Assert.Equal(1, scm.Published);
    }

    [Fact]
    public async Task Push_OneAppBroken_DeploysTheOthersAndShowsEach()
    {
        await using var good = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));
        await using var bad = await FakeScm.StartAsync([new Answer(400, "no space")]);
        using var output = new StringWriter();

        var rows = await PushAsync(good.App("prod-a"), bad.App("prod-longer-b"));
        FleetDeployment.WriteTable(rows, output);

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.StartsWith("VANTAGE        APP                 RESULT", lines[0], StringComparison.Ordinal);
        Assert.Matches("^prod-a         func-prod-a         deployed      1 +0.0$", lines[1]);
        Assert.Matches("^prod-longer-b  func-prod-longer-b  FAILED        1 +0.0  400 Bad Request: no space$", lines[2]);
    }

    private async Task<IReadOnlyList<FleetDeployment.Row>> PushAsync(params VantageApp[] apps)
    {
        using var http = new HttpClient();
        var client = new ScmClient(http, DeploymentTimings.Default, _time);
        var fleet = new FleetDeployment(client, _ => Task.FromResult($"token-{++_tokens}"), DeploymentTimings.Default, _time);
        return await fleet.PushAsync(apps, [1], TestContext.Current.CancellationToken);
    }
}
