using System.Net;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FleetLab;

/// <content>With root: one network namespace for each place, real resolvers, a real squid, and names as a fleet has them.</content>
public sealed partial class LabSite
{
    private const byte ServerFailure = 2;
    private const int DnsPort = 53, HttpsPort = 443, ProxyPort = 3128;
    private const string OpenAIHost = "api.openai.test", AzureHost = "contoso-swe.openai.azure.test", GatewayHost = "llm.contoso.test";

    private static string? MissingForNamespaces() => LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("dnsmasq", "squid");

    private static async Task<LabSite> StartInNamespacesAsync(CancellationToken cancellationToken)
    {
        var owned = new Stack<IAsyncDisposable>();
        try
        {
            return await BuildInNamespacesAsync(owned, cancellationToken);
        }
        catch
        {
            await DisposeAllAsync(owned);
            throw;
        }
    }

    private static async Task<LabSite> BuildInNamespacesAsync(Stack<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        var (healthy, proxied, unresolving) = (await NetworkAsync(), await NetworkAsync(), await NetworkAsync());
        var center = healthy.HostAddress;
        await proxied.ReachAsync(center, cancellationToken);
        await unresolving.ReachAsync(center, cancellationToken);
        foreach (var network in new[] { healthy, proxied, unresolving })
        {
            network.UseResolver(network.HostAddress);
        }

        owned.Push(await ResolverAsync(healthy, center, cancellationToken));
        owned.Push(await ResolverAsync(proxied, center, cancellationToken));
        var certificate = LabTrust.Trusted.IssueServerFor(OpenAIHost, AzureHost, GatewayHost);
        var api = Own(await LabApi.StartAsync(
            new() { Address = center, HttpsPort = HttpsPort, Certificate = certificate }, cancellationToken));
        var gate = new IPEndPoint(proxied.HostAddress, ProxyPort);
        return new LabSite(owned)
        {
            BaseUrls = new Dictionary<LabPersona, Uri>
            {
                [LabPersona.OpenAI] = new($"https://{OpenAIHost}/v1"),
                [LabPersona.AzureOpenAI] = new($"https://{AzureHost}"),
                [LabPersona.LiteLlm] = new($"https://{GatewayHost}/litellm/v1"),
            },
            Apis = [api],
            Healthy = PlaceHealthy with { Namespace = healthy },
            Proxied = PlaceProxied with
            {
                Namespace = proxied,
                Proxy = new($"http://{gate}"),
                Description = $"behind a squid that refuses {OpenAIHost}"
            },
            Unresolving = PlaceUnresolving with { Namespace = unresolving, Description = "its resolver answers SERVFAIL to everything" },
            Proxy = Own(await PathFault.StartAsync(
                async stop => await SquidServer.StartOnAsync(gate, center, refusedHost: null, stop),
                async stop => await SquidServer.StartOnAsync(gate, center, OpenAIHost, stop),
                cancellationToken)),
            Resolver = Own(await PathFault.StartAsync(
                async stop => await ResolverAsync(unresolving, center, stop),
                _ => Task.FromResult<IAsyncDisposable>(ScriptedResolver.Answering(new(unresolving.HostAddress, DnsPort), ServerFailure)),
                cancellationToken)),
            StorageAddress = center,
        };

        async Task<LabNetwork> NetworkAsync() => Own(await LabNetwork.CreateAsync(cancellationToken));

        T Own<T>(T made)
            where T : IAsyncDisposable
        {
            owned.Push(made);
            return made;
        }
    }

    private static async Task<IAsyncDisposable> ResolverAsync(LabNetwork network, IPAddress api, CancellationToken cancellationToken) =>
        await DnsmasqServer.StartAsync(
            new(network.HostAddress, DnsPort),
            [.. new[] { OpenAIHost, AzureHost, GatewayHost }.Select(host => DnsmasqServer.Address(host, api))],
            cancellationToken);
}
