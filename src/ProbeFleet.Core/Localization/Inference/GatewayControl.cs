namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// A failing gateway is suspected as a route provider until the direct route it fronts shows the same symptom from the same
/// vantage. Until then the upstream API is not among the suspects for the gateway's failures.
/// </summary>
internal static class GatewayControl
{
    public static HashSet<RouteName> Uncontrolled(FleetTopology topology, IReadOnlyList<Observation> seen)
    {
        HashSet<(VantageName Vantage, RouteName Route, Family Family)> failures = [];
        foreach (var item in seen)
        {
            if (Symptoms.From(item) is { } symptom && FamilyOf(symptom) is not Family.None and var family)
            {
                failures.Add((item.Path.Vantage, item.Path.Route, family));
            }
        }

        var failingRoutes = failures.Select(item => item.Route).ToHashSet();
        return [.. topology.Routes
            .Where(route => route.Kind is RouteKind.Gateway && failingRoutes.Contains(route.Name))
            .Where(route => route.Fronts is not { } control
                || !failures.Any(item => item.Route == route.Name && Shows(item with { Route = control })))
            .Select(route => route.Name)];

        // That the upstream failed is all that such a gateway says: its control says how.
        bool Shows((VantageName Vantage, RouteName Route, Family Family) item) => item.Family is Family.Wrapped
            ? Enum.GetValues<Family>().Any(family => failures.Contains(item with { Family = family }))
            : failures.Contains(item) || failures.Contains(item with { Family = Family.Wrapped });
    }

    private enum Family
    {
        None,
        Wrapped,
        Serving,
        Refusing,
        Limiting,
    }

    // A gateway words its upstream's failure in its own way, so "the same symptom" is the same family of server-side symptoms.
    private static Family FamilyOf(Symptom symptom) => symptom switch
    {
        Symptom.HeaderTimeout or Symptom.HttpCut or Symptom.NotApi or Symptom.ServerErrorUnsigned or Symptom.GatewayError
            or Symptom.Overloaded or Symptom.ServerErrorSigned or Symptom.SlowAnswer => Family.Serving,
        Symptom.GatewayUpstreamFailed => Family.Wrapped,
        Symptom.Unauthorized or Symptom.Forbidden or Symptom.NotFound or Symptom.BadRequest => Family.Refusing,
        Symptom.RateLimit or Symptom.Billing or Symptom.GatewayLimit => Family.Limiting,
        Symptom.Token or Symptom.LocalCredential or Symptom.LocalConfiguration or Symptom.DnsName or Symptom.DnsFailure
            or Symptom.DnsTimeout or Symptom.TcpRefused
            or Symptom.TcpTimeout or Symptom.TcpReset or Symptom.ProxyUnreachable or Symptom.ProxyDenied or Symptom.ProxyAuthentication
            or Symptom.ProxyFailed or Symptom.TlsTrust or Symptom.TlsIdentity or Symptom.TlsOther or Symptom.NetworkRule
            or Symptom.PublicAddress or Symptom.SlowPath or Symptom.Unclassified => Family.None,
    };
}
