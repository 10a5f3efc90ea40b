namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// What a fault may be held to: what sits at the vantage can fail some hosts only (a proxy's policy, a resolver's zone, a rule, a missing
/// root), and so can an identity (its role on one resource); what sits at the provider some vantages only; and a gateway's upstream or a
/// quota some routes only (one key's limit within its account's). Which ones is a choice among all that
/// the component carries, and costs its logarithm: log of (n over k), or of the number of domains when it is all hosts of one domain.
/// </summary>
internal static class Scope
{
    /// <summary>What paths are told apart by for faults of the kind; null when such a fault is never held to some.</summary>
    public static PathGroups? GroupsOf(ComponentKind kind, EvidenceMatrix evidence) => kind switch
    {
        ComponentKind.Dns => evidence.Names,
        ComponentKind.Egress or ComponentKind.Proxy or ComponentKind.TrustStore or ComponentKind.TokenService
            or ComponentKind.Corridor or ComponentKind.Credential => evidence.Hosts,
        ComponentKind.GatewayUpstream or ComponentKind.Upstream or ComponentKind.Quota => evidence.Routes,
        ComponentKind.Front or ComponentKind.Configuration => evidence.Vantages,
        ComponentKind.PrivateEndpoint or ComponentKind.Deployment or ComponentKind.Other => null,
    };

    /// <summary>
    /// Whether a fault of the kind that is held to some can give them the symptom. A server does not choose whose name resolves, whose
    /// connection opens or whose root is known; and a token's host is another than the one that a resolver's fault is held to.
    /// </summary>
    public static bool CanSelect(ComponentKind kind, Symptom symptom) => kind switch
    {
        ComponentKind.Front => !IsOfName(symptom) && symptom is not (
            Symptom.TcpRefused or Symptom.TcpTimeout or Symptom.TcpReset or Symptom.TlsTrust),
        ComponentKind.Dns => symptom is not Symptom.Token,
        _ => true,
    };

    /// <summary>Whether something undeclared can stand behind several of the kind: what is configured is written down.</summary>
    public static bool HasCommonCauses(ComponentKind kind) => kind is not ComponentKind.Configuration;

    /// <summary>
    /// Whether one undeclared thing behind several components of the kind can give all of them the symptom: resolvers that ask one other
    /// have its answers in common, not what happens with an address afterwards; ways out have in common what carries probes, and neither
    /// who gives tokens nor the declared proxy.
    /// </summary>
    public static bool CanShare(ComponentKind kind, Symptom symptom) => kind switch
    {
        ComponentKind.Dns => IsOfName(symptom) || symptom is Symptom.PublicAddress or Symptom.ProxyUnreachable,
        ComponentKind.Egress => symptom is not (Symptom.Token or Symptom.ProxyUnreachable or Symptom.ProxyFailed),
        _ => true,
    };

    /// <summary>
    /// Whether a fault of the kind that gives one route the symptom gives it any other route over the same way to the same server: what
    /// carries bytes does not know whose they are. How long an answer lasts it may mind, and that differs between routes.
    /// </summary>
    public static bool CannotSpare(ComponentKind kind, Symptom symptom) =>
        kind is ComponentKind.Dns or ComponentKind.Egress or ComponentKind.PrivateEndpoint or ComponentKind.Corridor
            or ComponentKind.TrustStore
        && symptom is not (Symptom.HeaderTimeout or Symptom.HttpCut or Symptom.SlowPath or Symptom.SlowAnswer);

    private static bool IsOfName(Symptom symptom) => symptom is Symptom.DnsName or Symptom.DnsFailure or Symptom.DnsTimeout;

    /// <summary>The group that a path belongs to; the path need not be in the evidence.</summary>
    public static string GroupOf(ComponentKind kind, ProbedPath path, FleetTopology topology) => kind switch
    {
        ComponentKind.GatewayUpstream or ComponentKind.Upstream or ComponentKind.Quota => path.Route.ToString(),
        ComponentKind.Front or ComponentKind.Configuration => path.Vantage.ToString(),
        _ => FleetTopology.HostOf(kind, topology.RouteOf(path.Route)!),
    };

    /// <summary>The price in nats of a fault of the kind that is held to these.</summary>
    public static double Price(ComponentKind kind, IReadOnlySet<string> all, IReadOnlyCollection<string> held)
    {
        var choice = LogGamma.Compute(all.Count + 1) - LogGamma.Compute(held.Count + 1) - LogGamma.Compute(all.Count - held.Count + 1);
        var domains = all.Select(DomainOf).ToHashSet();
        var domain = held.Select(DomainOf).Distinct().Count() == 1
            && all.Count(host => DomainOf(host) == DomainOf(held.First())) == held.Count
            ? Math.Log(domains.Count + 1)
            : choice;
        return Priors.HeldCostOf(kind) + Math.Min(choice, domain);
    }

    public static string DomainOf(string host) =>
        host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && host.LastIndexOf('.') > dot ? host[(dot + 1)..] : host;
}
