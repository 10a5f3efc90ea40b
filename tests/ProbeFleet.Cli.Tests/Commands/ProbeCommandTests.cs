using System.Text.Json;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Packets;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Cli.Tests.Commands;

public sealed class ProbeCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Json_SeveralRoutes_IsOneArrayInTheConfigurationsOrderAndNothingElse()
    {
        var first = new TaskCompletionSource();
        Prober probe = async (request, _, _) =>
        {
            if (request.Route.Name.ToString() == "openai")
            {
                await first.Task;
            }

            first.TrySetResult();
            return Sample.Passed(request.Route.Name.ToString());
        };

        var run = await CliRun.WithAsync(probe, "probe", "--config", _scratch.Fleet(), "--output", "json");

        var results = JsonSerializer.Deserialize(run.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!;
        Assert.Equal(["openai", "gateway"], results.Select(result => result.Route.Name.ToString()));
        Assert.Equal(0, run.Code);
    }

    [Fact]
    public async Task Text_ProbeThatFailedByItself_IsShownAsAResultAndNotAsABugOfTheTool()
    {
        var prober = new RouteProber(new() { Environment = _ => throw new InvalidOperationException("zq7-Secret-Value") });

        var run = await CliRun.WithAsync(
            prober.ProbeAsync, "probe", "--base-url", "http://localhost:1/v1", "--model", "m", "--kind", "openai", "--credential", "none");

        Assert.Equal((ExitCodes.Unknown, ""), (run.Code, run.Error));
        Assert.Contains("probe.failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", run.Output, StringComparison.Ordinal);
        Assert.Contains("no stage is known to have failed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("zq7-Secret-Value", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_ManyRoutes_NeverHasMoreAtOnceThanTheConfigurationAllows()
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        var together = new TaskCompletionSource();
        Prober probe = async (request, _, cancellationToken) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++now);
                if (now == 2)
                {
                    together.TrySetResult();
                }
            }

            await together.Task.WaitAsync(cancellationToken);
            for (var turn = 0; turn < 1000; turn++)
            {
                await Task.Yield();
            }

            lock (gate)
            {
                now--;
            }

            return Sample.Passed(request.Route.Name.ToString());
        };

        await CliRun.WithAsync(probe, "probe", "--config", _scratch.Fleet(), "--vantage", "prod-a");

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Options_AllGiven_ReachTheProbe()
    {
        List<ProbeRequest> seen = [];
        var baseline = _scratch.Results("was.json", Sample.Passed("openai"), Sample.Passed("gateway"));

        await CliRun.WithAsync(
            Recording(seen), "probe", "--config", _scratch.Fleet(), "--route", "openai", "--depth", "path", "--vantage", "prod-a",
            "--variant", "no-proxy",
            "--origin", "https://app.example", "--baseline", baseline, "--status-page", "--timeout", "1500ms");

        var request = Assert.Single(seen);
        Assert.Equal((ProbeDepth.Path, ProbeVariant.NoProxy, true), (request.Depth, request.Variant, request.ReadStatusPage));
        Assert.Equal("prod-a", request.Vantage.Name.ToString());
        Assert.Equal(new Uri("https://app.example"), request.Origin);
        Assert.Equal(Sample.Passed().Id, request.Baseline?.Id);
        Assert.Equal(new ProbeBudget(Sample.Ms(1500), Sample.Ms(1500), Sample.Ms(1500), Sample.Ms(1500))
        {
            StreamGap = Sample.Ms(1500),
        }, request.Budget);
    }

    [Theory]
    [InlineData("SSL_CERT_FILE", "/nowhere/roots.pem", "SSL_CERT_FILE names /nowhere/roots.pem, and there is no such file")]
    [InlineData("SSL_CERT_DIR", "/nowhere:/else", "SSL_CERT_DIR names /nowhere:/else, and there is no such folder")]
    public async Task Probe_TheNamedTrustStoreIsNotThere_SaysSo(string name, string value, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only OpenSSL reads these variables");

        var run = await CliRun.WithAsync(
            Recording([]), new Dictionary<string, string> { [name] = value }, "probe", "--config", _scratch.Fleet(), "--route", "openai");

        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    /// <summary>The sample's configuration allows 10 s for the whole and for the headers.</summary>
    [Fact]
    public async Task Timeout_LongerThanTheConfigurations_IsTimeForTheAnswer()
    {
        List<ProbeRequest> seen = [];

        await CliRun.WithAsync(Recording(seen), "probe", "--config", _scratch.Fleet(), "--route", "openai", "--timeout", "60s");

        var budget = Assert.Single(seen).Budget;
        Assert.Equal((60, 60, 60), (budget.Total.TotalSeconds, budget.Headers.TotalSeconds, budget.StreamGap.TotalSeconds));
        Assert.Equal((5, 5), (budget.Connect.TotalSeconds, budget.Tls.TotalSeconds));
    }

    [Fact]
    public async Task Baseline_FailedResults_AreRefused()
    {
        var failed = await BaselineAsync(Sample.Inspected("openai"), Sample.Passed("gateway"));
        var elsewhere = await BaselineAsync(Sample.Passed("elsewhere"));

        Assert.Equal((2, ""), (failed.Code, failed.Output));
        Assert.Contains("no healthy result of 'openai'", failed.Error, StringComparison.Ordinal);
        Assert.Contains("tls.untrusted-root", failed.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (elsewhere.Code, elsewhere.Output));
        Assert.Contains("no result of openai", elsewhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baseline_FailedAfterItWorked_IsTheOneThatWorked()
    {
        var run = await BaselineAsync(
            Sample.Passed("openai"), Sample.Inspected("openai") with { StartedAt = Sample.Start.AddMinutes(1) });

        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    private Task<CliRun> BaselineAsync(params ProbeResult[] results) => CliRun.WithAsync(
        CliRun.Scripted(request => request.Baseline?.Outcome is ProbeOutcome.Failed
            ? throw new InvalidOperationException()
            : Sample.Passed(request.Route.Name.ToString())),
        "probe", "--config", _scratch.Fleet(), "--route", "openai", "--baseline", _scratch.Results("was.json", results));

    [Fact]
    public async Task Options_NoneGiven_AreTheConfigurations()
    {
        List<ProbeRequest> seen = [];

        await CliRun.WithAsync(Recording(seen), "probe", "--config", _scratch.Fleet(), "--route", "openai");

        var request = Assert.Single(seen);
        Assert.Equal((ProbeDepth.Authenticated, ProbeVariant.Full, false), (request.Depth, request.Variant, request.ReadStatusPage));
        Assert.Equal(TimeSpan.FromSeconds(10), request.Budget.Total);
        Assert.Equal("local", request.Vantage.Name.ToString());
        Assert.Equal("cli", request.Vantage.Runtime.Host is "container" or "kubernetes" ? "cli" : request.Vantage.Runtime.Host);
    }

    [Theory]
    [InlineData("https://[2001:db8::1]:8443/v1", "ipv6-2001-db8-1")]
    [InlineData("https://bücher.example/v1", "xn--bcher-kva.example")]
    [InlineData("http://127.0.0.1:8080/v1", "127.0.0.1")]
    [InlineData(
        "https://a-rather-long-name-of-a-resource-that-somebody-made.of-a-team.internal.contoso.example/v1",
        "a-rather-long-name-of-a-resource-that-somebody-made.of-a-team.i")]
    public async Task StatedRoute_AnyHost_IsNamedAfterIt(string baseUrl, string name)
    {
        List<ProbeRequest> seen = [];

        await CliRun.WithAsync(Recording(seen), "probe", "--base-url", baseUrl, "--model", "m", "--credential", "none");

        Assert.Equal(name, Assert.Single(seen).Route.Name.ToString());
    }

    [Fact]
    public async Task Attempts_OfTheConfiguration_AreThatManyProbesOfEachRouteAndSaidSo()
    {
        List<ProbeRequest> seen = [];
        var fleet = _scratch.File("attempts.json", """
            {
              "routes": [
                { "name": "a", "kind": "openai", "baseUrl": "https://a.example/v1", "model": "m", "credential": "none" },
                { "name": "b", "kind": "openai", "baseUrl": "https://b.example/v1", "model": "m", "credential": "none" }
              ],
              "probe": { "attempts": 3 }
            }
            """);

        var run = await CliRun.WithAsync(Recording(seen), "probe", "--config", fleet, "--output", "json");

        var results = JsonSerializer.Deserialize(run.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!;
        Assert.Equal(["a", "a", "a", "b", "b", "b"], results.Select(result => result.Route.Name.ToString()));
        Assert.Contains("Each route is probed 3 times", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vantage_FromTheEnvironment_IsNamedWithItsRegionAndNetwork()
    {
        List<ProbeRequest> seen = [];
        Dictionary<string, string> environment = new()
        {
            ["PROBEFLEET_VANTAGE"] = "prod-swe",
            ["PROBEFLEET_REGION"] = "swedencentral",
            ["PROBEFLEET_VNET"] = "vnet-prod",
            ["PROBEFLEET_SUBNET"] = "snet-probe",
            ["WEBSITE_SITE_NAME"] = "app",
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["WEBSITE_SKU"] = "FlexConsumption",
            ["WEBSITE_INSTANCE_ID"] = "0a1b",
        };

        await CliRun.WithAsync(Recording(seen), environment, "probe", "--config", _scratch.Fleet());

        Assert.Equal(["aoai-swe", "gateway", "openai"], seen.Select(request => request.Route.Name.ToString()).Order());
        var vantage = seen[0].Vantage;
        Assert.Equal(("prod-swe", "swedencentral", "vnet-prod/snet-probe"), (vantage.Name.ToString(), vantage.Region, vantage.Network));
        Assert.Equal(("functions-flex", "0a1b", "OpenAI 2.15.0"), (vantage.Runtime.Host, vantage.Runtime.Instance, vantage.Runtime.Sdk));
    }

    [Fact]
    public async Task Route_OfAnotherVantage_IsLeftOutAndSaidSo()
    {
        var run = await CliRun.WithAsync(Recording([]), "probe", "--config", _scratch.Fleet());

        Assert.Contains("Not probed from the vantage 'local': aoai-swe.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("aoai-swe", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatedRoute_WithoutItsKey_ProbesThePathAndSaysSo()
    {
        List<ProbeRequest> seen = [];

        var run = await CliRun.WithAsync(Recording(seen), "probe", "--base-url", "https://contoso.openai.azure.com", "--model", "chat");

        var request = Assert.Single(seen);
        Assert.Equal(ProbeDepth.Path, request.Depth);
        Assert.Equal(
            (RouteKind.AzureOpenAI, "v1", "env:AZURE_OPENAI_API_KEY"),
            (request.Route.Kind, request.Route.ApiVersion, request.Route.Credential.ToString()));
        Assert.Contains("AZURE_OPENAI_API_KEY is not set: probing the path only", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatedRoute_WithItsKey_ProbesACompletion()
    {
        List<ProbeRequest> seen = [];
        Dictionary<string, string> environment = new() { ["OPENAI_API_KEY"] = "sk-test" };

        var run = await CliRun.WithAsync(
            Recording(seen), environment, "probe", "--base-url", "https://api.openai.com/v1", "--model", "gpt-4.1-nano");

        Assert.Equal(ProbeDepth.Completion, Assert.Single(seen).Depth);
        Assert.Equal("", run.Error);
    }

    [Theory]
    [InlineData("chat-stream", RequestKind.ChatStream)]
    [InlineData("embeddings", RequestKind.Embeddings)]
    public async Task StatedRoute_WithARequest_ProbesThatCall(string word, RequestKind request)
    {
        List<ProbeRequest> seen = [];

        await CliRun.WithAsync(
            Recording(seen), "probe", "--base-url", "https://api.openai.com/v1", "--model", "m", "--credential", "none", "--request", word);

        Assert.Equal(request, Assert.Single(seen).Route.Request);
    }

    [Fact]
    public async Task FailedProbe_AsText_AnswersTheOwnersExitCode()
    {
        var run = await CliRun.WithAsync(
            CliRun.Scripted(request => request.Route.Name.ToString() == "gateway" ? Sample.Inspected("gateway") : Sample.OutOfCredit()),
            "probe", "--config", _scratch.Fleet());

        Assert.Equal(10, run.Code);
        var output = run.Output.ReplaceLineEndings(" ").Replace("          ", " ", StringComparison.Ordinal);
        Assert.Contains("gateway from prod-swedencentral: tls.untrusted-root, owner connection-path (98%)", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bug_InTheEngine_IsOneLineWithoutStackTraceOrSecret()
    {
        const string Key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789abcdefghijkl";
        Prober broken = (_, _, _) => throw new InvalidOperationException($"boom {Key}\nsecond");

        var run = await CliRun.WithAsync(broken, "probe", "--base-url", "https://api.openai.com/v1", "--model", "m", "--depth", "path");

        Assert.Equal(1, run.Code);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("This is a bug in probefleet", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Error, StringComparison.Ordinal);
    }

    private static Prober Recording(List<ProbeRequest> seen) => CliRun.Scripted(request =>
    {
        lock (seen)
        {
            seen.Add(request);
        }

        return Sample.Passed(request.Route.Name.ToString());
    });
}
