using Answer = ProbeFleet.Deploy.Tests.FakeScm.Answer;

namespace ProbeFleet.Deploy.Tests;

/// <summary>The hooks with scripts in place of azd and the SDK.</summary>
public sealed class HookTests : IDisposable
{
    private const string Token = "eyJ-the-token";
    private const string Publish = "for last; do :; done; echo '{}' > \"$last/host.json\"";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly StringWriter _output = new();
    private readonly HastyTime _time = new();

    [Fact]
    public async Task PostDeploy_TwoVantages_PublishesOnceAndPushesTheSameBits()
    {
        await using var first = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));
        await using var second = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));

        var code = await PostDeployAsync([], first, second);

        Assert.Equal(0, code);
        Assert.Equal(first.Requests.First().Body, second.Requests.First().Body);
        Assert.Equal($"Bearer {Token}", first.Requests.First().Authorization);
        Assert.Single(File.ReadAllLines(Path.Combine(_folder.FullName, "dotnet.log")));
        Assert.StartsWith(
            "publish src/ProbeFleet.Functions -c Release -r linux-x64 --self-contained false -o ", File.ReadAllText(
                Path.Combine(_folder.FullName, "dotnet.log")), StringComparison.Ordinal);
        Assert.Matches("^Package [0-9a-f]{64} ", _output.ToString());
        Assert.DoesNotContain(Token, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostDeploy_OnlyOne_LeavesTheOtherAlone()
    {
        await using var first = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));
        await using var second = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));

        Assert.Equal(0, await PostDeployAsync(["--only", "v1"], first, second));

        Assert.Equal((0, 1), (first.Published, second.Published));
    }

    [Fact]
    public async Task PostDeploy_OneFails_EndsWith1AndSaysHowToTryAgain()
    {
        await using var first = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));
        await using var second = await FakeScm.StartAsync([new Answer(400)]);

        Assert.Equal(1, await PostDeployAsync([], first, second));

        Assert.Contains(
            "1 of 2 failed. Try these again: azd env set PROBEFLEET_ONLY v1 && azd hooks run postdeploy && azd env set PROBEFLEET_ONLY '*'",
            _output.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 1", "ended with code 1")]
    [InlineData("echo '{}'", "azd auth login")]
    [InlineData("echo 'no JSON eyJ-the-token'", "azd auth login")]
    public async Task PostDeploy_NoToken_SaysToSignInAndShowsNoOutputOfAzd(string azd, string expected)
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));

        var exception = await Assert.ThrowsAsync<HookException>(() => PostDeployAsync([], azd, scm));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostProvision_StorageKnown_AppliesFleetJsonThroughTheCli()
    {
        var surroundings = Surroundings(
            "PROBEFLEET_STORAGE", "https://results.table.example/", azd: "", dotnet: "echo applied $AZURE_TOKEN_CREDENTIALS");

        Assert.Equal(0, await PostProvisionHook.RunAsync(surroundings, TestContext.Current.CancellationToken));

        Assert.Equal(
            "run -c Release --project src/ProbeFleet.Cli -- config apply fleet.json --if-match * --storage https://results.table.example/",
            File.ReadAllText(Path.Combine(_folder.FullName, "dotnet.log")).Trim());
        Assert.Equal("applied AzureDeveloperCliCredential", _output.ToString().Trim());
    }

    [Fact]
    public async Task PostProvision_CliRefuses_ShowsNoConnectionString()
    {
        const string Connection = "AccountName=a;AccountKey=c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
        var surroundings = Surroundings("PROBEFLEET_STORAGE", Connection, azd: "", dotnet: $"echo \"{Connection} is wrong\" >&2; exit 2");

        var exception = await Assert.ThrowsAsync<HookException>(
            () => PostProvisionHook.RunAsync(surroundings, TestContext.Current.CancellationToken));

        Assert.StartsWith("PROBEFLEET_STORAGE is wrong", exception.Message, StringComparison.Ordinal);
        Assert.Contains("was not applied (code 2)", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_time.Pauses);
        Assert.DoesNotContain("c2VjcmV0", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostProvision_RoleNeverEffective_GivesUpAfterItsAttempts()
    {
        var surroundings = Surroundings(
            "PROBEFLEET_STORAGE", "https://results.table.example/", azd: "",
            dotnet: "echo 'A new role takes some minutes to count.' >&2; exit 2");

        var exception = await Assert.ThrowsAsync<HookException>(
            () => PostProvisionHook.RunAsync(surroundings, TestContext.Current.CancellationToken));

        Assert.Contains("azd hooks run postprovision", exception.Message, StringComparison.Ordinal);
        Assert.Equal([20, 40, 60, 80], _time.Pauses.Select(pause => (int)pause.TotalSeconds));
    }

    [Fact]
    public async Task PostDeploy_PublishFails_ShowsWhyAndPushesNothing()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], Answer.State(4));
        var surroundings = Surroundings(VantageApp.Variable, Apps(scm), azd: "", dotnet: "echo 'error CS0103: no such name'; exit 1");

        var exception = await Assert.ThrowsAsync<HookException>(
            () => PostDeployHook.RunAsync(surroundings, [], TestContext.Current.CancellationToken));

        Assert.StartsWith("error CS0103", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, scm.Published);
    }

    [Fact]
    public async Task PostProvision_NoStorageYet_SaysToProvision()
    {
        var surroundings = Surroundings("OTHER", "", azd: "", dotnet: "");

        var exception = await Assert.ThrowsAsync<HookException>(
            () => PostProvisionHook.RunAsync(surroundings, TestContext.Current.CancellationToken));

        Assert.Contains("azd provision", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task<int> PostDeployAsync(string[] arguments, params FakeScm[] endpoints) =>
        PostDeployAsync(arguments, $$"""echo '{"token":"{{Token}}","expiresOn":"2026-11-21T05:00:00Z"}'""", endpoints);

    private Task<int> PostDeployAsync(string[] arguments, string azd, params FakeScm[] endpoints)
    {
        var surroundings = Surroundings(VantageApp.Variable, Apps(endpoints), azd, Publish);
        return PostDeployHook.RunAsync(surroundings, arguments, TestContext.Current.CancellationToken);
    }

    private static string Apps(params FakeScm[] endpoints)
    {
        var apps = endpoints.Select(
            (scm, index) => $$"""{"vantage":"v{{index}}","app":"f{{index}}","plan":"flex","scmUrl":"{{scm.Url}}"}""");
        return $"[{string.Join(',', apps)}]";
    }

    private HookSurroundings Surroundings(string variable, string value, string azd, string dotnet) => new(
        _folder.FullName,
        name => name == variable ? value : null,
        Script("azd", azd),
        Script("dotnet", dotnet),
        _output,
        DeploymentTimings.Default,
        _time);

    private Tool Script(string name, string body)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the scripts are for sh");
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\necho \"$@\" >> {path}.log\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new Tool(path, "nowhere");
    }
}
