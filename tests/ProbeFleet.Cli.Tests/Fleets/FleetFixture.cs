using System.Diagnostics;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>
/// Two vantages, <c>lab-a</c> and <c>lab-b</c>, as processes of the real app over an Azurite, after one round each. Route
/// <c>works</c> leads to the lab's API, route <c>refused</c> to a port where nobody listens.
/// </summary>
public sealed class FleetFixture : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-cli-fleet-");
    private readonly List<VantageApp> _apps = [];
    private LabApi? _api;

    internal AzuriteServer Azurite => _azurite.Server;

    internal IReadOnlyList<VantageApp> Apps
    {
        get
        {
            _ = _azurite.Server;
            return _apps;
        }
    }

    internal string Storage => Azurite.ConnectionString;

    internal string Url => Apps[0].Client.BaseAddress!.AbsoluteUri;

    internal string Folder => _folder.FullName;

    internal Task<AzuriteServer> StartAnotherAsync() => _azurite.StartAnotherAsync(TestContext.Current.CancellationToken);

    /// <summary>The text of the fleet's configuration.</summary>
    internal string Configuration(string retention = "30.00:00:00") => $$"""
        {
          "routes": [
            {
              "name": "works",
              "kind": "openai",
              "baseUrl": "{{_api!.BaseUrl(LabPersona.OpenAI)}}",
              "model": "gpt-4.1-nano",
              "credential": "env:LAB_KEY",
              "proxy": "none"
            },
            { "name": "refused", "kind": "openai", "baseUrl": "http://127.0.0.1:1/v1", "model": "gpt-4.1-nano", "credential": "env:LAB_KEY", "proxy": "none" }
          ],
          "retention": "{{retention}}"
        }
        """;

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _api = await LabApi.StartAsync(new(), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Folder, "applied.json"), Configuration());
        var applied = await RunAsync("config", "apply", "applied.json", "--storage", Storage);
        Assert.True(applied.Code == 0, applied.ToString());
        foreach (var name in new[] { "lab-a", "lab-b" })
        {
            var app = await VantageApp.StartAsync(Storage, Folder, name);
            _apps.Add(app);
        }

        await RunRoundAsync();
    }

    /// <summary>
    /// A round of every vantage, now. Ages of two minutes and more are no seconds: the tests before this one may have taken longer.
    /// </summary>
    internal async Task RunRoundAsync()
    {
        foreach (var app in Apps)
        {
            (await app.PostAsync("/api/rounds", "")).EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs the built tool. Whatever it says, no secret is in it.</summary>
    internal Task<ChildProcess> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    /// <summary>As above, with variables of the environment.</summary>
    internal async Task<ChildProcess> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var run = await ChildProcess.RunAsync(Start(environment, arguments), TestContext.Current.CancellationToken);
        AssertNoSecret(run.Output + run.Error);
        return run;
    }

    /// <summary>Runs timers of every app, a little apart, until what waits for them has ended.</summary>
    internal async Task<ChildProcess> ServeUntilAsync(
        Task<ChildProcess> waiting, CancellationToken cancellationToken, params string[] timers)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!waiting.IsCompleted)
        {
            foreach (var (app, timer) in Apps.SelectMany(app => timers.Select(timer => (app, timer))))
            {
                await app.PostAsync($"/admin/functions/{timer}", "");
            }

            await Task.WhenAny(waiting, Task.Delay(pause, TimeProvider.System, cancellationToken));
        }

        return await waiting;
    }

    /// <summary>The built tool, ready to start, with the function key in its environment.</summary>
    internal ProcessStartInfo Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = ChildProcess.ProbeFleet(Folder, arguments);
        start.Environment["PROBEFLEET_KEY"] = VantageApp.Key;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    internal static void AssertNoSecret(string text)
    {
        foreach (var secret in new[] { AzuriteServer.AccountKey, VantageApp.Key, LabCredentials.OpenAIKey })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret[..12], text, StringComparison.Ordinal);
        }
    }
}
