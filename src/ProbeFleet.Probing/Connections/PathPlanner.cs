using System.Net;
using System.Net.Sockets;
using ProbeFleet.Probing.Dns;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Connections;

/// <summary>Plans the path of a variant: the workload's own path, or that path with one component taken out.</summary>
internal sealed class PathPlanner(ProbeSurroundings surroundings)
{
    /// <exception cref="InvalidOperationException">The variant needs what this host does not have; the message says what to do.</exception>
    public PathPlan Plan(Route route, ProbeVariant variant)
    {
        var resolver = ResolverConfigurationReader.ReadThisHost();
        var proxy = Decide(route, variant, route.BaseUrl);
        var plan = new PathPlan
        {
            Target = route.BaseUrl,
            ProxyDecision = proxy,
            WebProxy = WebProxyOf(proxy),
            Resolvers = resolver.Servers,
            RefusalOf = RefusalOf(route, proxy.Proxy),
        };
        return variant switch
        {
            ProbeVariant.OtherResolver => plan with { ResolveAsync = OtherResolver(resolver) },
            ProbeVariant.SystemTrust => plan with { Roots = SystemTrustStore.Load() },
            ProbeVariant.IPv4 => OfFamily(plan, AddressFamily.InterNetwork, "ipv4"),
            ProbeVariant.IPv6 => OfFamily(plan, AddressFamily.InterNetworkV6, "ipv6"),
            ProbeVariant.Full or ProbeVariant.Keyless or ProbeVariant.ListModels or ProbeVariant.NoProxy or ProbeVariant.WithoutSdk
                or ProbeVariant.Reuse => plan,
        };
    }

    /// <summary>
    /// The resolver that the <c>other-resolver</c> variant asks: the one that <c>PROBEFLEET_OTHER_RESOLVER</c> names, else
    /// the second configured one, else Azure's own inside Azure; null when none of these exists. A public resolver is never
    /// asked unless it was named: that may be against the network's policy.
    /// </summary>
    public IPEndPoint? OtherResolverOf(ResolverConfiguration resolver) => DnsClient.EndpointOf(
        surroundings.Environment("PROBEFLEET_OTHER_RESOLVER")
        ?? resolver.Servers.ElementAtOrDefault(1)
        ?? (surroundings.Environment("WEBSITE_SITE_NAME") is null ? null : AzureCloud.Resolver));

    /// <summary>The path to another host from the same place: NO_PROXY may name one host and not the other.</summary>
    public PathPlan PlanTo(Uri url, Route route, ProbeVariant variant) =>
        Plan(route with { BaseUrl = url }, variant is ProbeVariant.NoProxy ? variant : ProbeVariant.Full);

    /// <summary>
    /// A proxy resolves the route's name itself, so only a target host that is an address can be checked; a proxy that the route names is
    /// checked like a route, and one from the environment is the operator's own.
    /// </summary>
    private Func<IPEndPoint, string?> RefusalOf(Route route, Uri? proxy)
    {
        var (target, environment) = (route.BaseUrl, surroundings.Environment);
        if (proxy is null)
        {
            return endpoint => surroundings.Outbound.RefusalOf(route, target.IdnHost, endpoint, environment);
        }

        var refusal = PathPlan.LiteralOf(target) is { } literal
            ? surroundings.Outbound.RefusalOf(route, target.IdnHost, new(literal, target.Port), environment)
            : null;
        return endpoint => refusal ?? (route.Proxy is ProxyChoice.Explicit
            ? surroundings.Outbound.RefusalOf(route, proxy.IdnHost, endpoint, environment)
            : null);
    }

    private ProxyDecision Decide(Route route, ProbeVariant variant, Uri url) =>
        ProxyResolver.Resolve(url, variant is ProbeVariant.NoProxy ? new ProxyChoice.Direct() : route.Proxy, surroundings.Environment);

    private static PathPlan OfFamily(PathPlan plan, AddressFamily family, string variant) =>
        IPAddress.TryParse(plan.FirstHop.IdnHost, out var address) && address.AddressFamily != family
            ? throw new InvalidOperationException(
                $"{address} is an address of the other family: variant {variant} needs a name, or an address of its own family.")
            : plan with { Family = family };

    private Func<string, CancellationToken, Task<IPAddress[]>> OtherResolver(ResolverConfiguration resolver) =>
        OtherResolverOf(resolver) is { } server
            ? (host, cancellationToken) => new DnsClient(surroundings.Clock).ResolveAsync(host, server, cancellationToken)
            : throw new InvalidOperationException(
                "There is no other resolver: set PROBEFLEET_OTHER_RESOLVER to the address of a resolver that your network allows.");

    private static WebProxy? WebProxyOf(ProxyDecision decision)
    {
        if (decision.Proxy is not { } proxy)
        {
            return null;
        }

        var user = proxy.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return new WebProxy(proxy)
        {
            Credentials = proxy.UserInfo.Length == 0 ? null : new NetworkCredential(user[0], user.ElementAtOrDefault(1)),
        };
    }
}
