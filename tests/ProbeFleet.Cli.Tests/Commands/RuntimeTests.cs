using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.Cli.Tests.Commands;

/// <summary>The built tool with the workload's own runtime.</summary>
public sealed class RuntimeTests : IDisposable
{
    private const string Key = "test-key-0123456789-abcdefghij";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task ResultsOfTwoRuntimes_GoThroughCompareAndPacketAndVerify()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("node") is not null, "node is not installed");
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        string[] route = ["probe", "--base-url", server.Https().ToString(), "--model", "m", "--output", "json"];

        var dotnet = await RunAsync(null, route);
        var node = await RunAsync(null, [.. route, "--runtime", "node"]);
        var result = JsonSerializer.Deserialize(node.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();
        var (one, other) = (_scratch.File("dotnet.json", dotnet.Output), _scratch.File("node.json", node.Output));
        var compared = await RunAsync(null, "compare", one, other);
        var packet = await RunAsync(null, "packet", other, "--output", "json");
        var file = _scratch.File("packet.json", packet.Output);
        var verified = await RunAsync(LabTrust.Install().File, "verify", "--packet", file, "--credential", "env:OPENAI_API_KEY");

        Assert.Equal((0, 15), (dotnet.Code, node.Code));
        Assert.Equal((WorkloadRuntime.Node, RuntimeDifferenceKind.TrustStore), (result.Route.Runtime, result.Diagnosis.Difference?.Kind));
        Assert.Contains("TWO RUNTIMES", compared.Output, StringComparison.Ordinal);
        Assert.Contains("WHY ONLY ONE PASSES", compared.Output, StringComparison.Ordinal);
        Assert.Equal(0, compared.Code);
        Assert.Equal(WorkloadRuntime.Node, JsonSerializer.Deserialize(packet.Output, ProbeFleetJson.Default.Packet)!.Workload!.Runtime);
        Assert.True(verified.Code == 0, verified.ToString());
        Assert.Contains("made by node fetch", verified.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, dotnet.Output + node.Output + packet.Output + verified.Output + node.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamOfARuntime_HasItsStagesInTheLadder()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("node") is not null, "node is not installed");
        await using var server = FaultServer.Start(Misbehave.Stream(new()).OverTls(LabTrust.Server));

        var run = await RunAsync(
            LabTrust.Install().File, "probe", "--base-url", server.Https().ToString(), "--model", "m", "--runtime", "node",
            "--request", "chat-stream");

        Assert.True(run.Code == 0, run.ToString());
        Assert.Contains("first-event", run.Output, StringComparison.Ordinal);
        Assert.Contains("completion in 9 events", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ladder_OfARuntime_ShowsWhatItTrustsAndWhatDotnetMadeOfIt()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("node") is not null, "node is not installed");
        await using var server = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));

        var run = await RunAsync(
            null, "watch", "--base-url", server.Https().ToString(), "--model", "m", "--runtime", "node", "--count", "1");

        Assert.Contains("THE WORKLOAD'S RUNTIME", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"trusts \d+ roots, bundled", run.Output);
        Assert.Contains(".NET, right after, from the same place: passed", run.Output, StringComparison.Ordinal);
    }

    /// <summary>An IPv6 address that swallows everything comes first: Node goes on after 250 ms, .NET waits.</summary>
    [Fact]
    public async Task BlackHoleBeforeTheGoodAddress_NodePassesAndDotnetFails_AndCompareSaysWhy()
    {
        Assert.SkipWhen(
            (LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq", "node")) is not null,
            LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq", "node") ?? "");
        await using var running = await NetworkFaultCatalog.Named("tcp/ipv6-dropped").StartAsync(TestContext.Current.CancellationToken);

        var node = await InsideAsync(running, "--runtime", "node");
        var dotnet = await InsideAsync(running);
        var compared = await RunAsync(
            null, "compare", _scratch.File("node.json", node.Output), _scratch.File("dotnet.json", dotnet.Output));

        Assert.True((0, 10) == (node.ExitCode, dotnet.ExitCode), node.Output + dotnet.Output);
        Assert.Contains("Node (fetch of ", compared.Output, StringComparison.Ordinal);
        string[] words = compared.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("goes on to the next after 250 ms", string.Join(' ', words), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InterpreterWithoutRuntime_OrThatIsNotThere_IsAUsageError()
    {
        string[] route = ["probe", "--base-url", "http://127.0.0.1:1/v1", "--model", "m"];

        var without = await RunAsync(null, [.. route, "--interpreter", "/bin/sh"]);
        var missing = await RunAsync(null, [.. route, "--runtime", "python", "--interpreter", "/nowhere/python3"]);

        Assert.Equal((2, 2), (without.Code, missing.Code));
        Assert.Contains("--runtime python", without.Error, StringComparison.Ordinal);
        Assert.Contains("there is no file '/nowhere/python3'", missing.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http", "2", "makes its call over HTTP/1.1")]
    [InlineData("--variant", "reuse", "the variant reuse is made by .NET alone")]
    public async Task CallThatNoRuntimeMakes_IsAUsageErrorAndNothingElseIsSaid(string option, string value, string said)
    {
        var told = await RunAsync(
            null, "probe", "--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--runtime", "python", option, value);

        Assert.Equal((2, ""), (told.Code, told.Output));
        Assert.StartsWith("--runtime: ", told.Error, StringComparison.Ordinal);
        Assert.Contains(said, told.Error, StringComparison.Ordinal);
    }

    private Task<ChildProcess> RunAsync(string? extraRoots, params string[] arguments)
    {
        var start = ChildProcess.ProbeFleet(_scratch.Folder, arguments);
        start.Environment["OPENAI_API_KEY"] = Key;
        start.Environment.Remove("NODE_EXTRA_CA_CERTS");
        if (extraRoots is not null)
        {
            start.Environment["NODE_EXTRA_CA_CERTS"] = extraRoots;
        }

        return ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
    }

    private static Task<LabOutcome> InsideAsync(RunningNetworkFault running, params string[] more)
    {
        var environment = LabTrust.Install().Environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        (environment["OPENAI_API_KEY"], environment["NODE_EXTRA_CA_CERTS"]) = (Key, LabTrust.Install().File);
        string[] arguments =
        [
            .. ChildProcess.Tool.Skip(1), "probe", "--base-url", NetworkFaultCatalog.BaseUrl.ToString(), "--model", "gpt-4.1-nano",
            "--credential", "env:OPENAI_API_KEY", "--depth", "path", "--timeout", "8s", "--output", "json", .. more,
        ];
        return running.Network.RunAsync(ChildProcess.Tool[0], arguments, environment, TestContext.Current.CancellationToken);
    }
}
