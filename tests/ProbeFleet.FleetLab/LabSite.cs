using System.Net;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FleetLab;

/// <summary>
/// What a fleet on one machine is made of: an API, three places of which two are broken, and an address for storage that all of them reach.
/// With root and the tools each place is a network namespace; else all are on loopback and raw sockets break them.
/// </summary>
public sealed partial class LabSite : IAsyncDisposable
{
    private static readonly VantagePlace PlaceHealthy = Place("prod-swedencentral", "healthy");
    private static readonly VantagePlace PlaceProxied = Place("prod-westeurope", "behind a proxy");
    private static readonly VantagePlace PlaceUnresolving = Place("prod-northeurope", "without a resolver");

    private readonly Stack<IAsyncDisposable> _owned;

    private LabSite(Stack<IAsyncDisposable> owned) => _owned = owned;

    /// <summary>The routes' base URLs.</summary>
    public required IReadOnlyDictionary<LabPersona, Uri> BaseUrls { get; init; }

    /// <summary>The APIs behind them.</summary>
    public required IReadOnlyList<LabApi> Apis { get; init; }

    /// <summary>Where nothing is wrong.</summary>
    public required VantagePlace Healthy { get; init; }

    /// <summary>Behind a proxy that refuses the OpenAI route's host.</summary>
    public required VantagePlace Proxied { get; init; }

    /// <summary>Where no name can be resolved.</summary>
    public required VantagePlace Unresolving { get; init; }

    /// <summary>The proxy of <see cref="Proxied"/>.</summary>
    public required PathFault Proxy { get; init; }

    /// <summary>The resolver of <see cref="Unresolving"/>; its stand-in where there are no namespaces.</summary>
    public required PathFault Resolver { get; init; }

    /// <summary>An address that every place reaches.</summary>
    public required IPAddress StorageAddress { get; init; }

    /// <summary>What this machine could not do, and what stands in for it; null when nothing is left out.</summary>
    public string? LeftOut { get; init; }

    /// <summary>The places.</summary>
    public IReadOnlyList<VantagePlace> Places => [Healthy, Proxied, Unresolving];

    /// <summary>Requests that the APIs received.</summary>
    public int Requests => Apis.Sum(api => api.Requests.Count);

    /// <summary>Sets it up as well as this machine can.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LabSite> StartAsync(CancellationToken cancellationToken)
    {
        if (MissingForNamespaces() is { } missing)
        {
            return await StartOnLoopbackAsync(missing, cancellationToken);
        }

        try
        {
            return await StartInNamespacesAsync(cancellationToken);
        }
        catch (InvalidOperationException refused)
        {
            return await StartOnLoopbackAsync(refused.Message, cancellationToken);
        }
    }

    /// <summary>From now on the answer's persona gives this answer.</summary>
    /// <param name="path">To requests whose path ends so; empty for all.</param>
    /// <param name="answer">The answer.</param>
    public void Behave(string path, LabAnswer answer)
    {
        foreach (var api in Apis)
        {
            api.Behave(path, answer);
        }
    }

    /// <summary>From now on the persona takes so long before each answer.</summary>
    /// <param name="persona">The persona.</param>
    /// <param name="delay">How long.</param>
    public void Delay(LabPersona persona, TimeSpan delay)
    {
        foreach (var api in Apis)
        {
            api.Delay(persona, delay);
        }
    }

    /// <summary>The APIs answer as they do when nothing is wrong.</summary>
    public void Heal()
    {
        foreach (var api in Apis)
        {
            api.Heal();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await DisposeAllAsync(_owned);

    private static VantagePlace Place(string name, string description) => new()
    {
        Name = name,
        Region = name.Split('-')[1],
        VirtualNetwork = $"vnet-{name}",
        Description = description,
    };

    private static async Task DisposeAllAsync(Stack<IAsyncDisposable> owned)
    {
        while (owned.TryPop(out var last))
        {
            await last.DisposeAsync();
        }
    }
}
