using System.Net;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Namespaces;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FaultLab.Tests.Namespaces;

/// <summary>What curl, inside a namespace, makes of each fault of the network. Its exit codes are in EXIT CODES of curl(1).</summary>
public sealed class LabNetworkTests
{
    private const int Resolved = 0, NotResolved = 6, NotConnected = 7, TimedOut = 28;
    private const string ShortPatience = "3";
    private static readonly Uri NamedUrl = new("https://api.lab.test:4443/v1/models");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Isolated_AnyName_IsNotResolved()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateIsolatedAsync(Stop);
        Assert.Equal(NotResolved, (await CurlAsync(network, NamedUrl)).ExitCode);
    }

    [Fact]
    public async Task Resolver_NameWithAnAddress_ReachesTheServerOverAChainOfAliases()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await using var resolver = await ResolveAsync(network,
            DnsmasqServer.Alias("api.lab.test", "edge.lab.test"), DnsmasqServer.Address("edge.lab.test", network.HostAddress));
        await using var server = FaultServer.StartOn(Misbehave.Healthy.OverTls(LabTrust.Server), network.HostAddress, NamedUrl.Port);
        var outcome = await CurlAsync(network, NamedUrl);
        Assert.Equal((Resolved, "200"), (outcome.ExitCode, outcome.Output));
        Assert.Equal("/v1/models", Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task Resolver_NoSuchName_SaysSo()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await using var resolver = await ResolveAsync(network, DnsmasqServer.NoSuchName("lab.test"));
        Assert.Equal(NotResolved, (await CurlAsync(network, NamedUrl)).ExitCode);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task ScriptedResolver_WithAnErrorCode_IsNotResolved(byte code)
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await using var resolver = ScriptedResolver.Answering(new(network.HostAddress, 53), code);
        network.UseResolver(network.HostAddress);
        Assert.Equal(NotResolved, (await CurlAsync(network, NamedUrl)).ExitCode);
        Assert.True(resolver.Queries > 0);
    }

    [Fact]
    public async Task Drop_Resolver_IsSilentToTheWorkload()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await using var resolver = await ResolveAsync(network, DnsmasqServer.Address("api.lab.test", network.HostAddress));
        await network.DropAsync(network.HostAddress, 53, Stop);
        var outcome = await CurlAsync(network, NamedUrl, ShortPatience);
        Assert.True(outcome.ExitCode is NotResolved or TimedOut, $"curl ended with {outcome.ExitCode}");
    }

    [Fact]
    public async Task Late_Resolver_StillAnswers()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await using var real = await DnsmasqServer.StartAsync(
            new(network.HostAddress, 5353), [DnsmasqServer.Address("api.lab.test", network.HostAddress)], Stop);
        await using var late = ScriptedResolver.Late(new(network.HostAddress, 53), real.Endpoint, TimeSpan.FromMilliseconds(300));
        network.UseResolver(network.HostAddress);
        Assert.Equal(NotConnected, (await CurlAsync(network, NamedUrl)).ExitCode);
    }

    [Fact]
    public async Task Drop_Server_TimesOut()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await using var server = FaultServer.StartOn(Misbehave.Healthy, network.HostAddress, port: 0);
        await network.DropAsync(network.HostAddress, server.Endpoint.Port, Stop);
        Assert.Equal(TimedOut, (await CurlAsync(network, new($"http://{server.Endpoint}/v1/models"), ShortPatience)).ExitCode);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Reject_Server_IsNotConnected()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await using var server = FaultServer.StartOn(Misbehave.Healthy, network.HostAddress, port: 0);
        await network.RejectWithResetAsync(network.HostAddress, server.Endpoint.Port, Stop);
        Assert.Contains("Connection refused", await ConnectAsync(network, server.Endpoint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RejectAsUnreachable_Server_IsNotConnected()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await network.RejectAsUnreachableAsync(network.HostAddress, 4443, Stop);
        Assert.Contains("No route to host", await ConnectAsync(network, new(network.HostAddress, 4443)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteVerdict.Prohibit, "Permission denied")]
    [InlineData(RouteVerdict.Unreachable, "No route to host")]
    public async Task Route_WithAVerdict_IsToldToTheWorkload(RouteVerdict verdict, string words)
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        await network.RouteAsync(verdict, IPAddress.Parse("203.0.113.7"), Stop);
        Assert.Contains(words, await ConnectAsync(network, new(IPAddress.Parse("203.0.113.7"), 443)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoRoute_AnyAddress_IsUnreachable()
    {
        SkipWithoutNetwork();
        await using var network = await LabNetwork.CreateAsync(Stop);
        var words = await ConnectAsync(network, new(IPAddress.Parse("203.0.113.7"), 443));
        Assert.Contains("Network is unreachable", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_LeavesNothingBehind()
    {
        SkipWithoutNetwork();
        var network = await LabNetwork.CreateAsync(Stop);
        Assert.True(Directory.Exists($"/etc/netns/{network.Name}"));
        await network.DisposeAsync();
        Assert.False(Directory.Exists($"/etc/netns/{network.Name}"));
        Assert.False(File.Exists($"/run/netns/{network.Name}"));
    }

    private static void SkipWithoutNetwork()
    {
        var missing = LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq", "curl", "bash");
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    private static Task<LabProcess> ResolveAsync(LabNetwork network, params IReadOnlyList<string> rules)
    {
        network.UseResolver(network.HostAddress);
        return DnsmasqServer.StartAsync(new(network.HostAddress, 53), rules, Stop);
    }

    // bash says what connect(2) said; curl does not.
    private static async Task<string> ConnectAsync(LabNetwork network, IPEndPoint endpoint) => (await network.RunAsync(
        "bash", ["-c", $"exec 3<>/dev/tcp/{endpoint.Address}/{endpoint.Port}"], new Dictionary<string, string?>(), Stop)).Errors;

    private static Task<LabOutcome> CurlAsync(LabNetwork network, Uri url, string patience = "60") => network.RunAsync(
        "curl", ["-sS", "-4", "-k", "--max-time", patience, "-o", "/dev/null", "-w", "%{http_code}", url.ToString()],
        new Dictionary<string, string?> { ["https_proxy"] = null, ["http_proxy"] = null, ["HTTPS_PROXY"] = null }, Stop);
}
