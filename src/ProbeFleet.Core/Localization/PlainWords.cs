using System.Globalization;

namespace ProbeFleet.Core.Localization;

/// <summary>A component and what its fault does, in plain words.</summary>
internal static class PlainWords
{
    /// <summary>What a component at fault does to whom, such as <c>The DNS resolver of swe does not know api.openai.com</c>.</summary>
    /// <param name="seen">The observations that speak for it; from known routes.</param>
    public static string Sentence(Component component, IReadOnlyList<Observation> seen, FleetTopology topology)
    {
        VantageName[] vantages = [.. seen.Select(item => item.Path.Vantage).Distinct()];
        var (subject, namesVantage) = Subject(component, vantages);
        var cause = seen.CountBy(item => item.Cause).OrderByDescending(cause => cause.Value).Select(cause => (Cause?)cause.Key)
            .FirstOrDefault();
        var verb = Verb(component.Kind, cause, seen is [_, ..] && seen.All(item => item.Slow is not null));
        var from = namesVantage
            || vantages is [] ? "" : vantages is [var one] ? $" from {one}" : Count(vantages.Length, " from {0} vantages");
        var differs = seen is [_, ..] && seen.All(item => item.Path.IsApart) ? ", whose configuration differs from that of most" : "";
        return $"{subject} {Object(verb, component, [.. seen.Select(item => item.Path.Route).Distinct()], topology)}{from}{differs}";
    }

    private static string Object(string verb, Component component, RouteName[] routes, FleetTopology topology)
    {
        // What stands at the host itself is said by routes: a host that fails for itself says nothing. So is a quota, which may be of some.
        string[] hosts = [.. routes.Select(route => FleetTopology.HostOf(component.Kind, topology.RouteOf(route)!)).Distinct()];
        return hosts is [var host] && component.Kind is not ComponentKind.Quota && !component.Key.IsAt(host)
            ? $"{verb.Replace(" the host of", "", StringComparison.Ordinal)} {host}"
            : $"{verb} {RoutesOf(routes)}";
    }

    /// <summary>Routes by name, or how many.</summary>
    public static string RoutesOf(IReadOnlyList<RouteName> routes) => routes switch
    {
        [] => "no route that is known",
        [var only] => $"{only}",
        [var one, var other] => $"{one} and {other}",
        _ => Count(routes.Count, "{0} routes"),
    };

    /// <summary>The component as a sentence's subject, and whether it names the vantage.</summary>
    public static (string Words, bool NamesVantage) Subject(Component component, VantageName[] vantages)
    {
        var name = component.Key.Text;
        if (component.Key is ComponentKey.CommonCause common)
        {
            return (Shared(component.Kind, common.Members), false);
        }

        return component.Kind switch
        {
            ComponentKind.Configuration when component.Key is ComponentKey.OfVantage place =>
                ($"The configuration of the vantage {place.Vantage}", true),
            ComponentKind.Configuration => ($"The configuration of the route {name}", false),
            ComponentKind.Dns => Local("The DNS resolver"),
            ComponentKind.Proxy => Local("The proxy"),
            ComponentKind.TrustStore when component.Key is ComponentKey.OfRuntime runtime =>
                Local($"{NameOf(runtime.Runtime)}'s list of trusted certificates", $"on {runtime.Image}"),
            ComponentKind.TrustStore => Local("The list of trusted certificates"),
            ComponentKind.Egress when component.Key is ComponentKey.Way way => ($"The way out of {way.From} to {way.To}", true),
            ComponentKind.Egress when component.Key is ComponentKey.Network network => ($"The way out of the network {network.Own}", false),
            ComponentKind.Egress when component.Key is ComponentKey.InstanceOf one =>
                ($"The way out of {one.Vantage}'s instance {one.Instance}", true),
            ComponentKind.Egress => ($"The way out of {name}", true),
            ComponentKind.Corridor when component.Key is ComponentKey.Way way => ($"The network between {way.From} and {way.To}", false),
            ComponentKind.Corridor => ($"The network of {name}", false),
            ComponentKind.PrivateEndpoint when component.Key is ComponentKey.Way way =>
                ($"The private endpoint of {way.From} for {way.To}", false),
            ComponentKind.PrivateEndpoint => ($"The private endpoint {name}", false),
            ComponentKind.TokenService => ($"The token service of {name}", false),
            ComponentKind.Front => ($"The server {name}", false),
            ComponentKind.GatewayUpstream when component.Key is ComponentKey.BehindGateway behind =>
                ($"What stands behind the gateway {behind.Host}", false),
            ComponentKind.GatewayUpstream => ($"What stands behind the gateway {name}", false),
            ComponentKind.Credential when component.Key is ComponentKey.KeyOn key => ($"The credential {key.Key} on {key.Vantage}", true),
            ComponentKind.Credential when component.Key is ComponentKey.IdentityOf identity =>
                ($"The credential managed-identity on {identity.Vantage}", true),
            ComponentKind.Credential => ($"The credential {name}", false),
            ComponentKind.Quota => ($"The quota {name}", false),
            ComponentKind.Deployment => ($"The model deployment {name}", false),
            ComponentKind.Upstream => ($"The model service {name}", false),
            ComponentKind.Other => ("Something that the fleet does not know of", false),
        };

        (string, bool) Local(string what, string? which = null) =>
            vantages is [var only] ? ($"{what} of {only}", true) : ($"{what} {which ?? name}", false);
    }

    private static string Shared(ComponentKind kind, IReadOnlyList<Component> members)
    {
        var (what, of) = kind switch
        {
            ComponentKind.Upstream when members.All(member => member.Kind is ComponentKind.Deployment) => ("The model", "deployments"),
            ComponentKind.Quota => ("The account", "quotas"),
            ComponentKind.Credential => ("The account", "keys"),
            _ => (null, ""),
        };
        var all = members.Count > 2 ? $"{members.Count} {of}" : string.Join(" and ", members.Select(member => member.Key.Text));
        return what is null ? $"What {string.Join(" and ", members)} share" : $"{what} behind {all}";
    }

    private static string NameOf(WorkloadRuntime runtime) => runtime switch
    {
        WorkloadRuntime.Python => "Python",
        WorkloadRuntime.Node => "Node.js",
    };

    /// <summary>What it does to routes.</summary>
    public static string Verb(ComponentKind? kind, Cause? cause, bool isSlow) => isSlow ? "slows" : (kind, cause) switch
    {
        (ComponentKind.Dns, Cause.DnsNxdomain) => "does not know the host of",
        (ComponentKind.Dns, Cause.DnsRefused) => "refuses to look up the host of",
        (ComponentKind.Dns, Cause.DnsTimeout or Cause.DnsServfail or Cause.DnsNoAnswer) => "gives no address for",
        (ComponentKind.Proxy, Cause.ProxyDenied) => "refuses",
        (ComponentKind.Proxy, Cause.ProxyAuthRequired) => "asks for credentials for",
        (ComponentKind.Proxy, Cause.ProxyUnreachable or Cause.ProxyNoAnswer) => "does not answer for",
        (ComponentKind.Proxy, Cause.ProxyFailed) => "cannot reach",
        (ComponentKind.TrustStore, Cause.TlsUntrustedRoot or Cause.TlsPartialChain) => "does not hold the root of",
        (ComponentKind.Egress or ComponentKind.Corridor or ComponentKind.PrivateEndpoint, _) => "blocks",
        (ComponentKind.TokenService, _) => "gives no token for",
        (ComponentKind.Configuration, _) => "is wrong for",
        (ComponentKind.Credential, Cause.ConfigCredentialMissing) => "is missing for calls to",
        (ComponentKind.Credential, Cause.ConfigCredentialMalformed) => "is damaged for calls to",
        (ComponentKind.Credential, Cause.ConfigCredentialNotAllowed) => "is not allowed for calls to",
        (ComponentKind.Credential, _) => "is refused by",
        (ComponentKind.Quota, _) => "is used up for",
        (ComponentKind.Front or ComponentKind.GatewayUpstream or ComponentKind.Deployment or ComponentKind.Upstream, _) => "fails for",
        _ => "breaks",
    };

    /// <summary>A number in words.</summary>
    public static string Count(int count, string words) => string.Format(CultureInfo.InvariantCulture, words, count);
}
