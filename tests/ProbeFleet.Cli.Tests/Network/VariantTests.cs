using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.Cli.Tests.Network;

/// <summary>
/// Variants of the built tool inside network namespaces: a firewall that forgets idle connections, a family of addresses that is dead.
/// </summary>
public sealed class VariantTests
{
    [Fact]
    public async Task Reuse_FirewallThatForgetsIdleConnections_LimitIsFoundWithinOneStep()
    {
        SkipWhatCannotRun();
        await using var running = await NetworkFaultCatalog.IdleForgottenAfter(2).StartAsync(TestContext.Current.CancellationToken);

        var outcome = await ProbeAsync(running, "json", "--variant", "reuse", "--idle", "3s", "--timeout", "8s");
        var result = JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();

        Assert.Equal((10, Cause.TcpIdleDropped, Owner.ConnectionPath), (outcome.ExitCode, result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Equal(
            [(3, IdleEnd.Dropped), (1, IdleEnd.Kept)],
            result.Reuse!.Waits.Select(wait => ((int)wait.Wait.TotalSeconds, wait.End)));
        Assert.Contains("between 1 s and 3 s", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("left idle for 3 s", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ipv4", true)]
    [InlineData("ipv6", false)]
    public async Task Family_IPv6Dead_EachAloneSaysWhichAddressesAreDead(string variant, bool passes) =>
        await AssertFamilyAsync(
            NetworkFaultCatalog.Named("tcp/ipv6-dropped"), variant, passes, running => running.Network.HostAddress6.ToString());

    [Fact]
    public async Task Family_IPv4Dead_AloneItFails() =>
        await AssertFamilyAsync(NetworkFaultCatalog.IPv4Dropped, "ipv4", passes: false, running => running.Network.HostAddress.ToString());

    [Fact]
    public async Task Family_NameWithoutIt_SaysSo()
    {
        SkipWhatCannotRun();
        await using var running = await NetworkFaultCatalog.Named("network/healthy").StartAsync(TestContext.Current.CancellationToken);

        var outcome = await ProbeAsync(running, "json", "--variant", "ipv6", "--timeout", "8s");
        var result = JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();

        Assert.Equal((Stage.Resolve, Cause.DnsNoAnswer), (result.Break, result.Diagnosis.Cause));
        Assert.Contains("has no IPv6 address", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    private static async Task AssertFamilyAsync(NetworkFault fault, string variant, bool passes, Func<RunningNetworkFault, string> dead)
    {
        SkipWhatCannotRun();
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);

        var outcome = await ProbeAsync(running, "json", "--variant", variant, "--timeout", "8s");
        var result = JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();

        Assert.Equal(passes
            ? (null, Cause.Ok, 0)
            : (Stage.Connect, Cause.TcpTimeout, 10), (result.Break, result.Diagnosis.Cause, outcome.ExitCode));
        var tried = result.DrillDown!.Addresses!;
        Assert.Equal(2, tried.Count);
        Assert.Contains(dead(running), Assert.Single(tried, attempt => attempt.Failure is not null).Endpoint, StringComparison.Ordinal);
        Assert.Contains("Dead are", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Matches("Node from version 20|is the first that the resolver gives", result.Diagnosis.Summary);
    }

    private static void SkipWhatCannotRun() =>
        Assert.SkipWhen(
            (LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq")) is not null,
            LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq") ?? "");

    private static Task<LabOutcome> ProbeAsync(RunningNetworkFault running, string output, params IReadOnlyList<string> options)
    {
        var environment = LabTrust.Install().Environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        environment["LAB_KEY"] = LabCredentials.OpenAIKey;
        string[] arguments =
        [
            .. ChildProcess.Tool.Skip(1), "probe", "--base-url", NetworkFaultCatalog.BaseUrl.ToString(), "--model", "gpt-4.1-nano",
            "--credential", "env:LAB_KEY", "--output", output, .. options,
        ];
        return running.Network.RunAsync(ChildProcess.Tool[0], arguments, environment, TestContext.Current.CancellationToken);
    }
}
