using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FaultLab.Faults;

/// <summary>When a fault strikes.</summary>
public enum TriggerPoint
{
    /// <summary>Instead of accepting the connection.</summary>
    OnConnect,

    /// <summary>Right after accepting it.</summary>
    OnAccept,

    /// <summary>At the proxy, in place of a tunnel.</summary>
    OnTunnel,

    /// <summary>In the TLS handshake.</summary>
    InTls,

    /// <summary>After the request was read.</summary>
    AfterRequest,

    /// <summary>After the headers were sent.</summary>
    AfterHeaders,
}

/// <summary>A fault by name, how to start it, and what a probe of it should find.</summary>
public sealed record FaultScenario
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it strikes.</summary>
    public required TriggerPoint Trigger { get; init; }

    /// <summary>What a probe should find: the first failed stage; null when there is none.</summary>
    public required string? Break { get; init; }

    /// <summary>What a probe should find: a cause code.</summary>
    public required string Cause { get; init; }

    /// <summary>What a probe should find: the owner.</summary>
    public required string Owner { get; init; }

    /// <summary>The kind of the route that meets it, as fleet.json writes it.</summary>
    public string RouteKind { get; init; } = "openai";

    /// <summary>The credential that the route must be given.</summary>
    public string Credential { get; init; } = LabCredentials.OpenAIKey;

    /// <summary>Whether only the probe's own deadline ends it: give short budgets.</summary>
    public bool NeverEnds { get; init; }

    /// <summary>Starts it; dispose what comes back.</summary>
    public required Func<CancellationToken, Task<RunningFault>> StartAsync { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A fault that is on.</summary>
/// <param name="BaseUrl">The base URL of the route that meets it.</param>
/// <param name="Proxy">The proxy that the route must use; null for none.</param>
/// <param name="Owned">What it runs on: a <see cref="FaultServer"/>, a <see cref="LabApi"/>, ports.</param>
public sealed record RunningFault(Uri BaseUrl, Uri? Proxy, params IReadOnlyList<object> Owned) : IAsyncDisposable
{
    /// <summary>The fault servers among what it runs on, the target's before the proxy's.</summary>
    public IEnumerable<FaultServer> Servers => Owned.OfType<FaultServer>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Owned)
        {
            if (owned is IAsyncDisposable slow)
            {
                await slow.DisposeAsync();
            }
            else
            {
                ((IDisposable)owned).Dispose();
            }
        }
    }
}
