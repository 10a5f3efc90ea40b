namespace ProbeFleet.Core.Model;

/// <summary>The proxy that a route's probe uses.</summary>
public abstract record ProxyChoice
{
    private protected ProxyChoice()
    {
    }

    /// <summary>The proxy of the runtime's environment, resolved as .NET resolves it, so as the workload sees it. The default.</summary>
    public sealed record FromEnvironment : ProxyChoice;

    /// <summary>No proxy, whatever the environment says.</summary>
    public sealed record Direct : ProxyChoice;

    /// <summary>One proxy for every request of the route.</summary>
    /// <param name="Url">An absolute <c>http</c>, <c>https</c> or <c>socks5</c> URL without user information.</param>
    public sealed record Explicit(Uri Url) : ProxyChoice;
}
