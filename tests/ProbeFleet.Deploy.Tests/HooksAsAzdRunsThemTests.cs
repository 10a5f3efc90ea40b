using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Answer = ProbeFleet.Deploy.Tests.FakeScm.Answer;

namespace ProbeFleet.Deploy.Tests;

/// <summary>
/// The hooks' own files, started as azd starts a hook of <c>kind: dotnet</c>: <c>dotnet run PATH</c> in the hook's folder, azd's values as
/// environment variables. Only azd itself is a script, which knows one token; the SDK, the app, the CLI and its identity are real.
/// </summary>
public sealed class HooksAsAzdRunsThemTests : IDisposable
{
    private const string Token = "eyJ-the-token-of-azd";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
    private static readonly string Root = Repository.Root;
    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory();

    public HooksAsAzdRunsThemTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for azd is a script for sh.");
        Script("azd", $$"""echo '{"token":"{{Token}}","expiresOn":"2099-01-01T00:00:00Z"}'""");
        Script("az", """echo '{"accessToken":"eyJ-somebody-else","expiresOn":"2099-01-01 00:00:00.000000"}'""");
    }

    [Fact]
    public async Task PostDeploy_RealApp_PublishesAndPushesWhatTheHostNeeds()
    {
        await using var scm = await FakeScm.StartAsync([Answer.Accepted], new Answer(404), Answer.State(0), Answer.State(4));
        var apps = $$"""[{"vantage":"prod-a","app":"func-prod-a","plan":"flex","scmUrl":"{{scm.Url}}","url":"https://a.example"}]""";

        var (code, text) = await HookAsync("postdeploy", (VantageApp.Variable, apps));

        Assert.True(code == 0, text);
        Assert.Matches("prod-a +func-prod-a +deployed +1 ", text);
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
        var push = scm.Requests.First();
        Assert.Equal(("POST", "/api/publish", $"Bearer {Token}"), (push.Method, push.Path, push.Authorization));
        using var zip = new ZipArchive(new MemoryStream(push.Body));
        var names = zip.Entries.Select(entry => entry.FullName).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "host.json", "functions.metadata", "worker.config.json", "extensions.json", "ProbeFleet.Functions.dll",
                    DeploymentPackage.HashFile,
                ".azurefunctions/function.deps.json", ".azurefunctions/Microsoft.Azure.Functions.Worker.Extensions.dll",
            },
            names);
        Assert.DoesNotContain("local.settings.json", names);
        using var functions = await JsonDocument.ParseAsync(
            await zip.GetEntry("functions.metadata")!.OpenAsync(TestContext.Current.CancellationToken),
            cancellationToken: TestContext.Current.CancellationToken);
        var triggers = functions.RootElement.EnumerateArray().Select(Trigger).ToList();
        Assert.Superset(new HashSet<string?>
            { "%ProbeSchedule%", "%ServeSchedule%", "%JudgeSchedule%", "%PurgeSchedule%" }, triggers.ToHashSet());
        Assert.Contains("api/health", triggers);
    }

    [Fact]
    public async Task PostProvision_RealCli_WritesFleetJsonAsWhoeverIsSignedInToAzd()
    {
        await using var tables = await FakeTables.StartAsync();

        var (code, text) = await HookAsync("postprovision", ("PROBEFLEET_STORAGE", tables.Url), ("SSL_CERT_FILE", tables.TrustFile));

        Assert.True(code == 0, text);
        Assert.Contains("fleet.json is applied as version 1", text, StringComparison.Ordinal);
        Assert.NotEmpty(tables.Requests);
        Assert.All(tables.Requests, request => Assert.Equal($"Bearer {Token}", request.Authorization));
        Assert.Contains(tables.Requests, request => request.Method != "GET"
            && request.Path.Contains("FleetConfig", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PostProvision_RoleNotYetEffective_WaitsAndWritesOnceItIs()
    {
        await using var tables = await FakeTables.StartAsync(refusals: 1);
        var time = new HastyTime();
        using var output = new StringWriter();
        var dotnet = Script("sdk", $"PATH='{_programs.FullName}':\"$PATH\" SSL_CERT_FILE='{tables.TrustFile}' exec dotnet \"$@\"");
        var surroundings = new HookSurroundings(
            Root, name => name == "PROBEFLEET_STORAGE"
                ? tables.Url
                : null, Tool.Azd, new Tool(dotnet, "nowhere"), output, DeploymentTimings.Default, time);

        Assert.Equal(0, await PostProvisionHook.RunAsync(surroundings, TestContext.Current.CancellationToken));

        Assert.Equal([TimeSpan.FromSeconds(20)], time.Pauses);
        Assert.Matches("not effective yet(.|\n)*applied as version 1", output.ToString());
    }

    [Fact]
    public async Task Hooks_BuiltAgainWithoutAzdsValues_EachSaysWhatItLacks()
    {
        foreach (var hook in new[] { "postprovision", "postdeploy", "postprovision" })
        {
            var lacks = hook == "postdeploy" ? VantageApp.Variable : "PROBEFLEET_STORAGE";
            var (code, text) = await RunAsync(hook, ["--no-cache"]);

            Assert.Equal(1, code);
            Assert.StartsWith($"{lacks} is not set. Run `azd provision` first", text, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _programs.Delete(recursive: true);

    private static string? Trigger(JsonElement function)
    {
        var binding = function.GetProperty("bindings").EnumerateArray().First();
        return binding.GetProperty("type").GetString() == "timerTrigger"
            ? binding.GetProperty("schedule").GetString()
            : binding.TryGetProperty("route", out var route) ? route.GetString() : null;
    }

    private Task<(int Code, string Text)> HookAsync(string hook, params (string Name, string Value)[] values) => RunAsync(hook, [], values);

    private async Task<(int Code, string Text)> RunAsync(string hook, string[] options, params (string Name, string Value)[] values)
    {
        var folder = Path.Combine(Root, "eng", "deploy", "hooks");
        var start = new ProcessStartInfo("dotnet", ["run", .. options, Path.Combine(folder, $"{hook}.cs")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var ambient in start.Environment.Keys.Where(name => name.StartsWith("PROBEFLEET_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(ambient);
        }

        start.Environment["PATH"] = $"{_programs.FullName}:{start.Environment["PATH"]}";
        foreach (var (name, value) in values)
        {
            start.Environment[name] = value;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = await process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private string Script(string name, string body)
    {
        var path = Path.Combine(_programs.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
