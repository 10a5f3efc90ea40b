using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.Cli.Tests.Network;

/// <summary>The built tool inside network namespaces: real resolvers, firewalls and routing tables that fail for real.</summary>
public sealed class NetworkFaultTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string> Names { get; } = [.. NetworkFaultCatalog.All.Select(fault => fault.Name)];

    public static bool HasInterpreters => LabRequirements.MissingFor("python3", "node") is null;

    [Theory, MemberData(nameof(Names))]
    public async Task Probe_InsideTheFault_NamesBreakCauseAndOwner(string name)
    {
        SkipWhatCannotRun();
        var fault = NetworkFaultCatalog.Named(name);
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);

        // Only what is met by silence has to be short.
        var outcome = await ProbeAsync(running, fault.Cause.EndsWith(".timeout", StringComparison.Ordinal) ? "8s" : "60s", "json");
        var result = JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();

        Assert.Equal(fault.Break, Wire(result.Break));
        Assert.Matches($"^{fault.Cause.Replace("*", ".+", StringComparison.Ordinal)}$", Wire(result.Diagnosis.Cause));
        Assert.Equal(fault.Owner, Wire(result.Diagnosis.Owner));
        Assert.Equal(fault.Owner is "none" ? 0 : 10, outcome.ExitCode);
    }

    [Theory(SkipUnless = nameof(HasInterpreters), Skip = "Python or Node.js is missing: run eng/install-lab.sh.")]
    [MemberData(nameof(Names))]
    public async Task Probe_InsideTheFaultThroughOtherRuntimes_NamesBreakCauseAndOwner(string name)
    {
        SkipWhatCannotRun();
        var fault = NetworkFaultCatalog.Named(name);
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);
        // Where one family is dead, Python gives up on it after its own limit: whether it still tries the other one within the probe's
        // whole budget is a matter of luck.
        string[] runtimes = name is "tcp/ipv6-dropped" ? ["node"] : ["python", "node"];

        await Parallel.ForEachAsync(runtimes, TestContext.Current.CancellationToken, async (runtime, _) =>
        {
            var outcome = await ProbeAsync(
                running, fault.Cause.EndsWith(".timeout", StringComparison.Ordinal) ? "8s" : "60s", "json", "--runtime", runtime);
            var result = JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();

            // Node's connections race the address families: a dead one stops only those that try one address after the other.
            var (broken, cause, owner) = name is "tcp/ipv6-dropped" ? (null, "ok", "none") : (fault.Break, fault.Cause, fault.Owner);
            Assert.True((broken, owner) == (Wire(result.Break), Wire(result.Diagnosis.Owner)), outcome.Output);
            Assert.Matches($"^{cause.Replace("*", ".+", StringComparison.Ordinal)}$", Wire(result.Diagnosis.Cause));
            Assert.Equal(runtime, Wire(result.Route.Runtime));
            Assert.Equal(owner is "none" ? 0 : 10, outcome.ExitCode);
        });
    }

    [Fact]
    public async Task Probe_WithoutAnyNetwork_SaysSoAndWhatToDo()
    {
        SkipWhatCannotRun();
        await using var running = await NetworkFaultCatalog.Named("network/none").StartAsync(TestContext.Current.CancellationToken);

        var outcome = await ProbeAsync(running, "8s", "text");

        Assert.Equal(10, outcome.ExitCode);
        Assert.Contains("owner connection-path", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("DO NEXT", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("resolv", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Do not touch keys", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_IPv6Blackhole_SaysThatIPv4Works()
    {
        SkipWhatCannotRun();
        await using var running = await NetworkFaultCatalog.Named("tcp/ipv6-dropped").StartAsync(TestContext.Current.CancellationToken);

        var outcome = await ProbeAsync(running, "30s", "text");

        Assert.Contains("IPv6", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("IPv4", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("ipv4: reached the API", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("ipv6: ", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>A flow that a firewall drops in the middle of a stream looks like a server that stalls, but for its TCP.</summary>
    [Theory]
    [InlineData("chat-stream", true, "connection-path")]
    [InlineData("responses-stream", true, "connection-path")]
    [InlineData("chat-stream", false, "api-server")]
    public async Task Probe_StreamThatFallsSilent_TellsADroppedFlowFromAServerThatStalls(string request, bool isDropped, string owner)
    {
        SkipWhatCannotRun();
        await using var running = await NetworkFaultCatalog.StreamFallsSilent(isDropped).StartAsync(TestContext.Current.CancellationToken);
        var config = _scratch.File("fleet.json", $$"""
            { "routes": [ { "name": "lab", "kind": "openai", "baseUrl": "{{NetworkFaultCatalog.BaseUrl}}", "model": "m", "request": "{{request}}",
                            "credential": "env:LAB_KEY" } ], "probe": { "streamGap": "00:00:04" } }
            """);

        var outcome = await RunAsync(running, "--config", config, "--output", "json");
        var result = JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();

        Assert.True(
            ("answer", "stream.stalled", owner) == (Wire(result.Break), Wire(result.Diagnosis.Cause), Wire(result.Diagnosis.Owner)), outcome.Output);
        Assert.Equal(!isDropped, result.Find<AnswerEvidence>()!.Facts!.Stream!.PeerAnswered);
        Assert.Contains(isDropped ? "acknowledges nothing" : "still acknowledged", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    private static void SkipWhatCannotRun() =>
        Assert.SkipWhen(
            (LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq")) is not null,
            LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq") ?? "");

    private static Task<LabOutcome> ProbeAsync(
        RunningNetworkFault running, string timeout, string output, params IReadOnlyList<string> more) => RunAsync(
        running,
        [
            "--base-url", NetworkFaultCatalog.BaseUrl.ToString(), "--model", "gpt-4.1-nano",
            "--credential", "env:LAB_KEY", "--timeout", timeout, "--output", output, .. more,
        ]);

    private static Task<LabOutcome> RunAsync(RunningNetworkFault running, params string[] options)
    {
        var trust = LabTrust.Install();
        var environment = trust.Environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        environment["NODE_EXTRA_CA_CERTS"] = trust.File;
        environment["LAB_KEY"] = LabCredentials.OpenAIKey;
        string[] arguments =
        [
            .. ChildProcess.Tool.Skip(1), "probe", .. options,
        ];
        return running.Network.RunAsync(ChildProcess.Tool[0], arguments, environment, TestContext.Current.CancellationToken);
    }

    private static string? Wire<T>(T value) => JsonSerializer.SerializeToElement(value, typeof(T), ProbeFleetJson.Default).GetString();
}
