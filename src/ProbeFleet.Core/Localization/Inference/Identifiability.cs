namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Finds what a fleet can never tell apart: parts of it (<see cref="FleetParts"/>) that the same paths cross, in every variant and at
/// every depth that is in use (deTector, ATC 2017: design the matrix for identifiability). For each pair it tries every vantage and route
/// with one fact changed, and names the first that would separate the two.
/// </summary>
public static class Identifiability
{
    private const double Overlap = .5;

    private static readonly ProbeVariant[] PairedVariants =
        [ProbeVariant.Full, ProbeVariant.Keyless, ProbeVariant.ListModels, ProbeVariant.NoProxy, ProbeVariant.OtherResolver,
            ProbeVariant.SystemTrust];

    /// <summary>Makes the report.</summary>
    /// <param name="variants">The variants in use; all paired ones when empty.</param>
    public static IdentifiabilityReport Analyze(FleetTopology topology, params IReadOnlyList<ProbeVariant> variants)
    {
        IReadOnlyList<ProbeVariant> used = variants is [] ? PairedVariants : variants;
        List<IndistinguishablePair> pairs = [];
        var parts = FleetParts.Of(topology);
        foreach (var twins in Crossings(topology, parts, used).Where(item => item.Value is not { Count: 0 }).GroupBy(
            item => item.Value, item => item.Key, PathSets).Where(group => group.Count() > 1))
        {
            var members = twins.OrderBy(part => parts[part].Name, StringComparer.Ordinal).ToList();
            for (var first = 0; first < members.Count; first++)
            {
                for (var second = first + 1; second < members.Count; second++)
                {
                    pairs.Add(new()
                    {
                        First = parts[members[first]],
                        Second = parts[members[second]],
                        SymptomsDiffer = !LooksAlike(parts[members[first]].Kind, parts[members[second]].Kind),
                        Separator = SeparatorOf(topology, members[first], members[second], twins.Key, used),
                    });
                }
            }
        }

        return new([.. pairs.OrderBy(pair => pair.First.Name, StringComparer.Ordinal).ThenBy(
            pair => pair.Second.Name, StringComparer.Ordinal)]);
    }

    private static IEqualityComparer<HashSet<ProbedPath>> PathSets { get; } = HashSet<ProbedPath>.CreateSetComparer();

    private static Dictionary<string, HashSet<ProbedPath>> Crossings(
        FleetTopology topology, Dictionary<string, Component> parts, IReadOnlyList<ProbeVariant> variants)
    {
        var crossings = parts.Keys.ToDictionary(part => part, _ => new HashSet<ProbedPath>());
        foreach (var path in PathsOf(topology.Vantages, topology.Routes, variants))
        {
            foreach (var part in FleetParts.CrossedBy(topology, path))
            {
                crossings.GetValueOrDefault(part)?.Add(path);
            }
        }

        return crossings;
    }

    private static IEnumerable<ProbedPath> PathsOf(
        IEnumerable<FleetVantage> vantages, IReadOnlyList<Route> routes, IReadOnlyList<ProbeVariant> variants) =>
        from vantage in vantages
        from route in routes
        where route.IsProbedFrom(vantage.Name)
        from variant in variants
        where variant is not ProbeVariant.NoProxy || FleetTopology.ProxyOf(vantage, route) is not null
        where !vantage.Forbids.Contains(variant)
        // Only the vantage's own process takes another resolver or trust store.
        where route.Runtime is null || variant is not (ProbeVariant.OtherResolver or ProbeVariant.SystemTrust)
        select new ProbedPath(vantage.Name, route.Name, ProbeDepth.Completion, variant);

    private static bool LooksAlike(ComponentKind first, ComponentKind second)
    {
        var (one, other) = (SymptomTable.Default.Typical(first, 0), SymptomTable.Default.Typical(second, 0));
        return one.Zip(other, Math.Min).Sum() >= Overlap;
    }

    private static string? SeparatorOf(
        FleetTopology topology, string first, string second, HashSet<ProbedPath> shared, IReadOnlyList<ProbeVariant> variants)
    {
        var example = shared.OrderBy(path => path.ToString(), StringComparer.Ordinal).First();
        var (vantage, route) = (topology.VantageOf(example.Vantage)!, topology.RouteOf(example.Route)!);
        foreach (var (words, added) in VantagesLike(vantage))
        {
            var more = new FleetTopology([.. topology.Vantages, added], topology.Routes);
            if (Separates(more, first, second, PathsOf([added], topology.Routes, variants)))
            {
                return $"a vantage like '{vantage.Name}' {words}";
            }
        }

        foreach (var (words, added) in RoutesLike(route))
        {
            var more = new FleetTopology(topology.Vantages, [.. topology.Routes, added]);
            if (Separates(more, first, second, PathsOf(topology.Vantages, [added], variants)))
            {
                return $"a route like '{route.Name}' {words}";
            }
        }

        return null;
    }

    private static bool Separates(FleetTopology topology, string first, string second, IEnumerable<ProbedPath> paths) =>
        paths.Select(path => FleetParts.CrossedBy(topology, path).ToHashSet())
            .Any(crossed => crossed.Contains(first) != crossed.Contains(second));

    private static IEnumerable<(string Words, FleetVantage Added)> VantagesLike(FleetVantage vantage)
    {
        var named = vantage with { Name = new VantageName("added") };
        yield return ("on a second instance of the same network", named);
        yield return ("with another image", named with { Image = "added" });
        yield return ("in another network", named with { Network = "added", Resolver = null });
        yield return ("in another region", named with { Region = "added" });
        yield return ("without its proxy", named with { Proxy = null });
    }

    private static IEnumerable<(string Words, Route Added)> RoutesLike(Route route)
    {
        var (named, facts) = (route with { Name = new RouteName("added") }, route.Declared);
        var keyed = named with
        {
            Credential = new CredentialSource.EnvironmentVariable("ADDED"),
            Declared = facts with { CredentialId = "added" },
        };
        var moved = named with { BaseUrl = new("https://added.invalid") };
        yield return ("with another credential", keyed);
        yield return ("with another model or deployment", named with { Model = "added" });
        yield return ("with another credential and account", keyed with { Declared = keyed.Declared with { QuotaScope = "added" } });
        yield return ("on another host of the same provider and region", moved);
        yield return ("in another provider region", moved with { Declared = facts with { ProviderRegion = "added" } });
        yield return ("to another provider", moved with { Declared = facts with { Provider = "added", ProviderRegion = null } });
        yield return ("that the vantage's own process probes", named with { Runtime = null });
        yield return ("that reaches the same upstream directly", named with { Kind = RouteKind.OpenAI, Fronts = null });
    }
}
