using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders the steps and warnings for components that are at fault.</summary>
internal static class Remedies
{
    private const double LikelyToo = .5;

    /// <summary>Adds the advice for the verdict's component and for others that are more likely at fault than not.</summary>
    public static void Add(TextPage page, FaultLocalization located)
    {
        var verdict = located.Verdict;
        Component[] guilty =
        [
            .. new[] { verdict.Component }.OfType<Component>()
                .Concat(located.Suspects.Where(suspect => suspect.Probability >= LikelyToo).Select(suspect => suspect.Component))
                    .Distinct(),
        ];
        string[] steps = guilty is []
            ? Without(located)
            : [.. guilty.Select(component => $"{component.Name}: {StepFor(component, located)}")];
        page.Section("DO NEXT", steps.Select((step, index) => ($"  {index + 1}. ", step)));
        string[] warnings = guilty is [var only]
            ? [NotFor(only, located)]
            : [.. guilty.GroupBy(component => NotFor(component, located)).Select(
                same => $"{string.Join(", ", same.Select(component => component.Name))}: {same.Key}")];
        page.Section("DO NOT", warnings, $"  {page.Glyphs.Failed} ");
    }

    private static string StepFor(Component component, FaultLocalization located) =>
        SlowAt(located, component) is { } stage ? SlowWords.DoNext(stage) : StepFor(Meant(component));

    private static string NotFor(Component component, FaultLocalization located) =>
        SlowAt(located, component) is null ? NotFor(Meant(component)) : SlowWords.DoNot;

    // A credential that never left the vantage is set up wrongly there: nobody refused it.
    private static ComponentKind Meant(Component component) =>
        component is { Kind: ComponentKind.Credential, Owner: Owner.Configuration } ? ComponentKind.Configuration : component.Kind;

    // A component that only delays lets requests through, so the advice for failures does not fit it.
    private static Stage? SlowAt(FaultLocalization located, Component component) =>
        component.Kind is ComponentKind.Other ? null : located.Suspects.FirstOrDefault(suspect => suspect.Component == component)?.Slow;

    private static string[] Without(FaultLocalization located) => located switch
    {
        { Silent: not [] } => ["See why the silent vantages are silent: GET /api/health/details of each, and its host's log."],
        { Verdict.Owner: Owner.None } => [],
        _ => ["Look at the routes one by one: probefleet fleet."],
    };

    private static string StepFor(ComponentKind kind) => kind switch
    {
        ComponentKind.Other =>
            "Look for what these paths share and the configuration does not name: a resolver, a NAT, an image. Declare it and "
                + "localize again.",
        ComponentKind.Configuration =>
            "Whoever sets up the route or its vantage: probefleet fleet names the setting that is wrong (base URL, credential, "
                + "runtime, allow list) and what to write in its place.",
        ComponentKind.TokenService =>
            "See whether the identity still gets a token there: it is assigned, and its endpoint or vault is reachable and not throttled.",
        ComponentKind.Dns =>
            "Whoever runs this resolver: ask it for the route's host, compare with another resolver, and look at forwarders and private "
                + "zone links.",
        ComponentKind.Egress =>
            "Whoever runs this network: look at firewall and security rules, route tables and the ports of its NAT (SNAT).",
        ComponentKind.Proxy =>
            "Whoever runs this proxy: look into its log for the route's host, then at its allow list, its authentication and its own DNS.",
        ComponentKind.PrivateEndpoint =>
            "Look at the endpoint's connection state, at its record in the private DNS zone, and at the zone's link to the network.",
        ComponentKind.Corridor => "Tell the network's operator the times and addresses, and send traffic by another region meanwhile.",
        ComponentKind.TrustStore =>
            "Compare the presented issuer with the roots that this image trusts; update the image's roots, or add the inspection's "
                + "authority (SSL_CERT_FILE).",
        ComponentKind.Front => "Tell whoever runs this edge the times and request ids, and use a route that does not cross it meanwhile.",
        ComponentKind.Credential =>
            "Whoever owns this key or identity: see that it is valid, not revoked or rotated, and permitted on the routes that use it.",
        ComponentKind.Quota =>
            "Whoever pays: look at limits and spend. Raise the limit or lower the load, and wait as long as the answers ask.",
        ComponentKind.Deployment =>
            "Whoever configures the route: see that the model or deployment exists by exactly this name and API version.",
        ComponentKind.GatewayUpstream =>
            "Tell the gateway's operator: the gateway answers, but what it calls with its own key and route does not. Your key is "
                + "not meant.",
        ComponentKind.Upstream =>
            "Open a ticket with the API's operator, with request ids and times, and move traffic to a route with another upstream "
                + "meanwhile.",
    };

    private static string NotFor(ComponentKind kind) => kind switch
    {
        ComponentKind.Dns or ComponentKind.Egress or ComponentKind.Proxy or ComponentKind.PrivateEndpoint or ComponentKind.Corridor =>
            "Do not rotate keys and do not open a ticket with the API's operator: the requests did not reach it.",
        ComponentKind.TrustStore => "Do not switch certificate validation off.",
        ComponentKind.TokenService or ComponentKind.Credential => "Do not change DNS, firewall or proxy: the path works.",
        ComponentKind.Configuration => "Do not rotate keys and do not look at the network: the set-up stops the call, or sends it astray.",
        ComponentKind.Quota => "Do not retry faster: every retry counts against the same limit.",
        ComponentKind.Deployment => "Do not rotate keys: they were accepted.",
        ComponentKind.Front or ComponentKind.GatewayUpstream
            or ComponentKind.Upstream => "Do not wait for a status page: a green one does not clear it.",
        ComponentKind.Other => "Do not act on the most probable declared component: none of them fits.",
    };
}
