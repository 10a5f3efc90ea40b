using System.Net.Sockets;
using System.Text;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.FaultLab.Tests.Namespaces;

/// <summary>Every fault of the network breaks curl, inside, at the stage it names; resolvers answer the code they name.</summary>
public sealed class NetworkFaultCatalogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names { get; } = [.. NetworkFaultCatalog.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fault_MetByCurl_BreaksAtItsStage(string name)
    {
        SkipWithoutNetwork();
        var scenario = NetworkFaultCatalog.Named(name);
        await using var fault = await scenario.StartAsync(Stop);
        var outcome = await fault.Network.RunAsync(
            "curl",
            [
                name == "tcp/ipv6-dropped" ? "-6" : "-4",
                "-sS",
                "--max-time", scenario.Break is "resolve" or "connect" ? "4" : "60",
                "--cacert", LabTrust.Install().File,
                $"{NetworkFaultCatalog.BaseUrl}/models",
            ],
            new Dictionary<string, string?> { ["https_proxy"] = null, ["HTTPS_PROXY"] = null }, Stop);
        Assert.Contains(outcome.ExitCode, ExitCodes(scenario.Break));
    }

    [Theory]
    [InlineData("network/healthy", 0, 1)]
    [InlineData("dns/nxdomain", 3, 0)]
    [InlineData("dns/no-answer", 0, 0)]
    [InlineData("dns/servfail", 2, 0)]
    [InlineData("dns/refused", 5, 0)]
    public async Task Resolver_Asked_AnswersItsCode(string name, int code, int answers)
    {
        SkipWithoutNetwork();
        await using var fault = await NetworkFaultCatalog.Named(name).StartAsync(Stop);
        using var socket = new UdpClient(fault.Network.HostAddress.ToString(), 53);
        await socket.SendAsync(Query(NetworkFaultCatalog.BaseUrl.Host), Stop);
        var answer = (await socket.ReceiveAsync(Stop)).Buffer;
        Assert.Equal((code, answers), (answer[3] & 15, answer[7]));
    }

    // curl(1), EXIT CODES: 6 not resolved, 7 not connected, 28 timed out, 60 certificate not accepted.
    private static int[] ExitCodes(string? brokenStage) => brokenStage switch
    {
        null => [0],
        "resolve" => [6, 28],
        "connect" => [7, 28],
        "secure" => [60],
        _ => throw new ArgumentOutOfRangeException(nameof(brokenStage), brokenStage, "No network fault breaks here."),
    };

    private static byte[] Query(string name) =>
    [
        0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        .. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0,
        0, 1, 0, 1,
    ];

    private static void SkipWithoutNetwork()
    {
        var missing = LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq", "curl");
        Assert.SkipWhen(missing is not null, missing ?? "");
    }
}
