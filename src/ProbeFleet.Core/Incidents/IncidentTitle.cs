using System.Globalization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Incidents;

/// <summary>An incident in one sentence: which component does what to which routes.</summary>
internal static class IncidentTitle
{
    private const double Sure = .75;

    public static string Of(Incident incident)
    {
        VantageName[] vantages = [.. incident.Affected.Select(affected => affected.Vantage).Distinct()];
        var (subject, namesVantage) = incident.Component is { } component ? Subject(component, vantages) : ("Something that the fleet cannot name", false);
        var from = namesVantage || vantages is [] ? "" : vantages is [var one] ? $" from {one}" : Count(vantages.Length, " from {0} vantages");
        var sentence = $"{subject} {Verb(incident)} {Routes(incident)}{from}";
        return incident.Confidence >= Sure || incident.Component is null ? sentence : $"Probably: {sentence}";
    }

    private static (string Words, bool NamesVantage) Subject(Component component, VantageName[] vantages)
    {
        var name = component.Name[(component.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var ends = name.Split('→');
        return component.Kind switch
        {
            ComponentKind.Dns => Local("The DNS resolver"),
            ComponentKind.Proxy => Local("The proxy"),
            ComponentKind.TrustStore => Local("The list of trusted certificates"),
            ComponentKind.Egress when ends is [var from, var to] => ($"The way out of {from} to {to}", true),
            ComponentKind.Egress when name.StartsWith("net ", StringComparison.Ordinal) => ($"The way out of the network {name[4..]}", false),
            ComponentKind.Egress => ($"The way out of {name}", true),
            ComponentKind.Corridor when ends is [var from, var to] => ($"The network between {from} and {to}", false),
            ComponentKind.Corridor => ($"The network of {name}", false),
            ComponentKind.PrivateEndpoint when ends is [var from, var to] => ($"The private endpoint of {from} for {to}", false),
            ComponentKind.PrivateEndpoint => ($"The private endpoint {name}", false),
            ComponentKind.TokenService => ($"The token service of {name}", false),
            ComponentKind.Front => ($"The server {name}", false),
            ComponentKind.GatewayUpstream => ($"What stands behind the gateway {name.Split('#')[0]}", false),
            ComponentKind.Credential when name.Split('@') is [var key, var on] => ($"The credential {key} on {on}", true),
            ComponentKind.Credential => ($"The credential {name}", false),
            ComponentKind.Quota => ($"The quota {name}", false),
            ComponentKind.Deployment => ($"The model deployment {name}", false),
            ComponentKind.Upstream => ($"The model service {name}", false),
            ComponentKind.Other when component == Component.Other => ("Something that the fleet does not know of", false),
            ComponentKind.Other => ($"What {name.Replace("+", " and ", StringComparison.Ordinal)} share", false),
        };

        (string, bool) Local(string what) => vantages is [var only] ? ($"{what} of {only}", true) : ($"{what} {name}", false);
    }

    private static string Verb(Incident incident)
    {
        if (incident.Affected is [_, ..] && incident.Affected.All(affected => affected.Slow is not null))
        {
            return "slows";
        }

        var kind = incident.Component?.Kind;
        var cause = incident.Affected.CountBy(affected => affected.Cause).OrderByDescending(cause => cause.Value).Select(cause => cause.Key).FirstOrDefault();
        return (kind, cause) switch
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
            (ComponentKind.Credential, _) => "is refused by",
            (ComponentKind.Quota, _) => "is used up for",
            (ComponentKind.Front or ComponentKind.GatewayUpstream or ComponentKind.Deployment or ComponentKind.Upstream, _) => "fails for",
            _ => "breaks",
        };
    }

    private static string Routes(Incident incident)
    {
        RouteName[] routes = [.. incident.Affected.Select(affected => affected.Route).Distinct()];
        return routes switch
        {
            [] => "no route that is known",
            [var only] => $"{only}",
            [var one, var other] => $"{one} and {other}",
            _ => Count(routes.Length, "{0} routes"),
        };
    }

    private static string Count(int count, string words) => string.Format(CultureInfo.InvariantCulture, words, count);
}
