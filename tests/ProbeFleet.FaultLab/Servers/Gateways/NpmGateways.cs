using System.Globalization;
using System.Text.Json;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers.Gateways;

/// <summary>Real gateways and a mock of npm, in the versions of <c>eng/gateways</c>, each started once before all upstreams.</summary>
public sealed class NpmGateways : IAsyncDisposable
{
    /// <summary>The key that llms calls its providers with.</summary>
    public const string OwnKey = "sk-of-the-gateway";

    private readonly LabFolder _folder = LabFolder.Create("gateways");
    private readonly Dictionary<string, LabProcess> _running = [];

    private NpmGateways()
    {
    }

    /// <summary>What stands behind them.</summary>
    public Upstreams Upstreams { get; } = Upstreams.Start();

    /// <summary>The port of one.</summary>
    /// <param name="name"><c>portkey</c>, <c>llms</c>, <c>aimock</c> or <c>http2</c>.</param>
    public int this[string name] => _running[name].Endpoint.Port;

    /// <summary>Starts all of them.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<NpmGateways> StartAsync(CancellationToken cancellationToken)
    {
        var gateways = new NpmGateways();
        try
        {
            await Task.WhenAll(
                gateways.ServeAsync("portkey", "", cancellationToken),
                gateways.ServeAsync("llms", gateways.Providers(), cancellationToken),
                gateways.ServeAsync("http2", gateways.Certificate(), cancellationToken),
                gateways.RunAsync(
                    "aimock",
                    port => [Path.Combine(LabRequirements.Gateways, "@copilotkit/aimock/dist/cli.js"),
                        "--port", port, "--fixtures", gateways.Fixtures(), "--chaos-disconnect", "1", "--log-level", "silent"],
                    cancellationToken));
            return gateways;
        }
        catch
        {
            await gateways.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Values.Select(async gateway => await gateway.DisposeAsync()));
        await Upstreams.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A provider of llms for each upstream; its model is called <c>NAME,gpt-4.1-nano</c>.</summary>
    private string Providers() => JsonSerializer.Serialize(Upstreams.Names.Select(name => new
    {
        name,
        api_base_url = $"{Upstreams[name]}/chat/completions",
        api_key = OwnKey,
        models = (string[])["gpt-4.1-nano"],
    }));

    private string Certificate()
    {
        var files = LabTrust.Server.WritePem(_folder.Path, "server");
        return JsonSerializer.Serialize(new { cert = files.Certificates, key = files.Key });
    }

    private string Fixtures() =>
        _folder.Write("fixtures.json", """{"fixtures":[{"match":{"userMessage":"*"},"response":{"content":"Hi"}}]}""");

    private Task ServeAsync(string name, string more, CancellationToken stop) => RunAsync(
        name,
        port => [Path.Combine(AppContext.BaseDirectory, "Servers", "Gateways", "serve.cjs"), LabRequirements.Gateways, name, port, more],
        stop);

    private async Task RunAsync(string name, Func<string, string[]> arguments, CancellationToken stop)
    {
        var node = LabRequirements.NodeOf(22)!;
        var server = await LabProcess.StartAsync(
            node, (_, port) => arguments(port.ToString(CultureInfo.InvariantCulture)), stop);
        lock (_running)
        {
            _running[name] = server;
        }
    }
}
