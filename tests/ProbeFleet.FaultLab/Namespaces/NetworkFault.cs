using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Namespaces;

/// <summary>A fault of the network by name, how to start it, and what a probe inside of it should find.</summary>
public sealed record NetworkFault
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What a probe should find: the first failed stage; null when there is none.</summary>
    public required string? Break { get; init; }

    /// <summary>What a probe should find: a cause code; <c>dns.*</c> is any of that phase.</summary>
    public required string Cause { get; init; }

    /// <summary>What a probe should find: the owner.</summary>
    public required string Owner { get; init; }

    /// <summary>Sets it up in a fresh network; what it gives back is disposed with the network.</summary>
    public required Func<LabNetwork, CancellationToken, Task<IReadOnlyList<IAsyncDisposable>>> SetUpAsync { get; init; }

    /// <summary>Whether the namespace has a link at all. Default true.</summary>
    public bool IsJoined { get; init; } = true;

    /// <summary>Starts it; dispose what comes back. Needs root.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public async Task<RunningNetworkFault> StartAsync(CancellationToken cancellationToken)
    {
        var network = await (IsJoined ? LabNetwork.CreateAsync(cancellationToken) : LabNetwork.CreateIsolatedAsync(cancellationToken));
        try
        {
            return new(network, await SetUpAsync(network, cancellationToken));
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A fault of the network that is on: run the workload with <see cref="LabNetwork.RunAsync"/>.</summary>
/// <param name="Network">Where the workload runs.</param>
/// <param name="Owned">What the fault runs on.</param>
public sealed record RunningNetworkFault(LabNetwork Network, IReadOnlyList<IAsyncDisposable> Owned) : IAsyncDisposable
{
    /// <summary>The fault servers among what it runs on.</summary>
    public IEnumerable<FaultServer> Servers => Owned.OfType<FaultServer>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Owned)
        {
            await owned.DisposeAsync();
        }

        await Network.DisposeAsync();
    }
}
