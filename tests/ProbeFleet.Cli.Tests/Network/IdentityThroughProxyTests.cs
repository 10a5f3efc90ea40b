using System.Globalization;
using System.Net;
using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Cli.Tests.Network;

/// <summary>
/// The built tool and Azure's own client where HTTP_PROXY is set and NO_PROXY lacks the endpoint of the managed identity, with real
/// proxies inside a namespace.
/// </summary>
public sealed class IdentityThroughProxyTests
{
    private const string InstanceMetadata = "169.254.169.254";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("squid that denies", null, "answered 403")]
    [InlineData("squid that denies", "http://169.254.129.2:8081/msi/token", "answered 403")]
    [InlineData("squid", null, "answered 503")]
    [InlineData("tinyproxy", null, "answered 500")]
    [InlineData("nobody", null, "nothing came back")]
    public async Task ProxysAnswer_IsToldAsTheProxys_AndNoProxyIsTheRemedy(string proxy, string? identityEndpoint, string says)
    {
        SkipUnlessPossible();
        await using var network = await LabNetwork.CreateIsolatedAsync(Stop);
        await using var running = await StartAsync(network, proxy);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{running?.Endpoint.Port ?? 9}");

        var result = await ProbeAsync(network, url, noProxy: null, identityEndpoint);

        Assert.Equal((Cause.CredentialUnreachable, Owner.ConnectionPath), (result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Contains(url, result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(says, result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.StartsWith($"Put {InstanceMetadata} into NO_PROXY", result.Diagnosis.DoNext[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoProxyWithTheEndpoint_TakesTheProxyOutOfIt()
    {
        SkipUnlessPossible();
        await using var network = await LabNetwork.CreateIsolatedAsync(Stop);
        await using var running = await StartAsync(network, "squid that denies");
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{running!.Endpoint.Port}");

        var result = await ProbeAsync(network, url, noProxy: InstanceMetadata, identityEndpoint: null);

        Assert.Null(result.Find<CredentialEvidence>()!.Facts!.Proxy);
        Assert.DoesNotContain(url, result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    private static void SkipUnlessPossible()
    {
        var missing = LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("python3", "squid", "tinyproxy");
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    private static async Task<LabProcess?> StartAsync(LabNetwork network, string proxy) => proxy switch
    {
        "nobody" => null,
        "tinyproxy" => await network.StartInsideAsync(
            "tinyproxy",
            new(IPAddress.Loopback, FreePort.Take(IPAddress.Loopback)),
            (folder, port) =>
            [
                "-d", "-c", folder.Write("tinyproxy.conf", $"Port {port}\nListen 127.0.0.1\nTimeout 10\nMaxClients 20\nLogLevel Critical\n"
                    + $"LogFile \"{folder.Path}/log\"\n"),
            ],
            Stop),
        _ => await SquidServer.StartInsideAsync(network, denies: proxy is "squid that denies", Stop),
    };

    private static async Task<ProbeResult> ProbeAsync(LabNetwork network, string proxy, string? noProxy, string? identityEndpoint)
    {
        var environment = LabTrust.Install().Environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        environment["HTTP_PROXY"] = proxy;
        environment["NO_PROXY"] = noProxy;
        environment["AZURE_CLIENT_ID"] = null;
        environment["IDENTITY_ENDPOINT"] = identityEndpoint;
        environment["IDENTITY_HEADER"] = identityEndpoint is null ? null : "header-of-the-lab";
        string[] arguments =
        [
            .. ChildProcess.Tool.Skip(1), "probe", "--kind", "azure-openai", "--base-url", "https://contoso.openai.azure.com",
            "--model", "chat", "--credential", "managed-identity", "--timeout", "40s", "--output", "json",
        ];
        var outcome = await network.RunAsync(ChildProcess.Tool[0], arguments, environment, Stop);
        return JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();
    }
}
