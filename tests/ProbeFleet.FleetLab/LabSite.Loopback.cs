using System.Net;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.FleetLab;

/// <content>Without root: everything on loopback, one API for each route, and raw sockets where a squid and a resolver would be.</content>
public sealed partial class LabSite
{
    /// <summary>Sets it up on loopback.</summary>
    /// <param name="missing">Why not in namespaces.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LabSite> StartOnLoopbackAsync(string missing, CancellationToken cancellationToken)
    {
        var owned = new Stack<IAsyncDisposable>();
        try
        {
            var (openAI, azure, gateway) = (await ApiAsync(), await ApiAsync(), await ApiAsync());
            var refusing = await ProxyAsync(FaultProxy.RefuseTarget($"localhost:{openAI.Https.Port}", "403 Forbidden"));
            var dead = await ProxyAsync(FaultProxy.ClosesOnConnect);
            return new LabSite(owned)
            {
                BaseUrls = new Dictionary<LabPersona, Uri>
                {
                    [LabPersona.OpenAI] = openAI.BaseUrl(LabPersona.OpenAI),
                    [LabPersona.AzureOpenAI] = azure.BaseUrl(LabPersona.AzureOpenAI),
                    [LabPersona.LiteLlm] = gateway.BaseUrl(LabPersona.LiteLlm),
                },
                Apis = [openAI, azure, gateway],
                Healthy = PlaceHealthy,
                Proxied = PlaceProxied with { Proxy = refusing.Url, Description = "behind a proxy that refuses the OpenAI host" },
                Unresolving = PlaceUnresolving with { Proxy = dead.Url, Description = "behind a proxy that hangs up on everything" },
                Proxy = refusing.Fault,
                Resolver = dead.Fault,
                StorageAddress = IPAddress.Loopback,
                LeftOut = $"{missing}. Raw sockets stand in for the squid, and a dead proxy for the broken resolver.",
            };
        }
        catch
        {
            await DisposeAllAsync(owned);
            throw;
        }

        async Task<LabApi> ApiAsync()
        {
            var api = await LabApi.StartAsync(new(), cancellationToken);
            owned.Push(api);
            return api;
        }

        async Task<(PathFault Fault, Uri Url)> ProxyAsync(Misbehaviour broken)
        {
            var port = FreePort.Take(IPAddress.Loopback);
            var fault = await PathFault.StartAsync(
                _ => Task.FromResult<IAsyncDisposable>(FaultServer.StartOn(FaultProxy.Working, IPAddress.Loopback, port)),
                _ => Task.FromResult<IAsyncDisposable>(FaultServer.StartOn(broken, IPAddress.Loopback, port)),
                cancellationToken);
            owned.Push(fault);
            return (fault, new Uri($"http://127.0.0.1:{port}"));
        }
    }
}
