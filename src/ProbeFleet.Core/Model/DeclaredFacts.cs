namespace ProbeFleet.Core.Model;

/// <summary>
/// What an incident file may say of a route beside its configuration: who runs it, and what it shares with other routes. What nobody
/// declared is derived from the configuration.
/// </summary>
public sealed record DeclaredFacts
{
    /// <summary>Who runs the API, or for a gateway whose edge it stands behind, such as <c>cloudflare</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's region that serves the route.</summary>
    public string? ProviderRegion { get; init; }

    /// <summary>What shares one quota, such as an account or a subscription's region.</summary>
    public string? QuotaScope { get; init; }

    /// <summary>What shares one key or identity; never the key.</summary>
    public string? CredentialId { get; init; }

    /// <summary>The proxy that the route goes through, as people call it; null for the one of its <see cref="Route.Proxy"/>.</summary>
    public string? Proxy { get; init; }

    /// <summary>Whether the route is reached by a private endpoint.</summary>
    public bool IsPrivate { get; init; }
}
