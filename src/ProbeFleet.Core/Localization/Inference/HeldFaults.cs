namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Faults that are held to a part: a component that fails some of its hosts, routes or vantages only, one model's engine behind several
/// deployments of it, one account behind several quotas or keys. Which part is read from where failures stand out.
/// </summary>
internal sealed class HeldFaults
{
    private readonly EvidenceMatrix _evidence;
    private readonly LocalizerParameters _parameters;
    private readonly Suspicion[] _suspicions;
    private readonly Dictionary<string, Component> _byName;
    private readonly PathParts?[] _parts;
    private readonly Suspicion[][] _fronted;
    private readonly List<Family> _families;
    private readonly List<HiddenKind> _hidden;

    // Many hypotheses leave the same parts. A family's key is below 0.
    private readonly Dictionary<(int Component, string Groups), Suspicion> _known = [];
    private readonly Dictionary<(HiddenKind Kind, string Hosts), PathParts> _behind = [];

    /// <param name="suspicions">Per component: that it fails as a whole.</param>
    public HeldFaults(EvidenceMatrix evidence, LocalizerParameters parameters, Suspicion[] suspicions)
    {
        (_evidence, _parameters, _suspicions) = (evidence, parameters, suspicions);
        _byName = evidence.Components.ToDictionary(component => component.Name);
        _parts = [.. suspicions.Select(
            whole => !whole.Component.IsNarrow && Scope.GroupsOf(whole.Component.Kind, evidence) is { } groups
                ? new PathParts(whole.Paths, whole.Failing(evidence), groups, evidence)
                : null)];
        _fronted = [.. suspicions.Select((whole, component) => FrontedOf(whole, component).ToArray())];
        _families = [.. FamiliesOf(evidence, parameters.Priors)];
        _hidden =
        [
            .. new[]
            {
                HiddenOf(evidence, ComponentKind.Egress, component => component is { IsNarrow: false, IsNetwork: false }),
                HiddenOf(evidence, ComponentKind.Egress, component => !component.IsNarrow),
                HiddenOf(evidence, ComponentKind.Dns, _ => true), HiddenOf(evidence, ComponentKind.TrustStore, _ => true),
            }
            .Where(hidden => hidden.Members.Names.Count > 1),
        ];
    }

    /// <summary>The component held to what it fails; null when that is all that it carries, or nothing stands out.</summary>
    public Suspicion? Find(int component, double[] gains, Unexplained left)
    {
        if (_parts[component] is not { Carried: > 1 } parts)
        {
            return null;
        }

        var failing = Failing(parts, gains, left);
        if (failing.Count == 0 || failing.Count == parts.Carried || SparesItsControl(_suspicions[component], parts, failing))
        {
            return null;
        }

        var key = (component, string.Join(',', failing));
        return _known.TryGetValue(key, out var known) ? known : _known[key] = HeldTo(_suspicions[component], parts, failing);
    }

    /// <summary>Whether gateways alone fail by an upstream that the routes to it pass: then it is theirs and not the upstream.</summary>
    private bool SparesItsControl(Suspicion whole, PathParts parts, List<int> failing) => whole.Component.Kind is ComponentKind.Upstream
        && parts.PathsIn(failing).All(IsThroughGateway) && !whole.Paths.All(IsThroughGateway);

    private bool IsThroughGateway(int path) => (_evidence.View[path] & SymptomTable.ThroughGateway) != 0;

    private Suspicion HeldTo(Suspicion whole, PathParts parts, List<int> failing)
    {
        var held = parts.Names(failing);
        IReadOnlyList<string> names = [.. held.Order(StringComparer.Ordinal)];
        var paths = parts.PathsIn(failing);
        var cost = Priors.CostOf(whole.Component) + Scope.Price(whole.Component.Kind, parts.AllNames, held)
            + FalseAnswers.PriceOf(whole.Component, paths, _evidence);
        return new($"{whole.Key}/{string.Join('/', names)}", whole.Component, paths, cost)
        {
            HeldTo = names,
        };
    }

    /// <summary>The component with the gateways that call it too, or may.</summary>
    public IReadOnlyList<Suspicion> Fronted(int component) => _fronted[component];

    private IEnumerable<Suspicion> FrontedOf(Suspicion whole, int component)
    {
        var (priors, declared) = (_parameters.Priors, _evidence.FrontedBy[component]);
        var cost = whole.Cost + (declared is [] ? 0 : priors.FrontedCost);
        if (declared is not [])
        {
            yield return With([], 0);
        }

        int[][] silent = [.. _evidence.SilentGateways[component].Where(paths => _evidence.FailingOf(paths) is not [])];
        foreach (var paths in silent)
        {
            yield return With(paths, 1);
        }

        if (silent.Length > 1)
        {
            yield return With([.. silent.SelectMany(paths => paths)], silent.Length);
        }

        Suspicion With(int[] undeclared, int gateways) => new(
            $"{whole.Key}/gateways{string.Concat(undeclared.Select(path => $"+{_evidence.Paths[path].Route}").Distinct())}",
            whole.Component, [.. whole.Paths.Union(declared).Union(undeclared)], cost + (priors.UndeclaredPathCost * gateways))
        {
            IsWidened = true,
            IsBehindGateways = true,
        };
    }

    /// <summary>The one thing behind several components: a model's engine, an account, a hub's firewall.</summary>
    /// <param name="gains">Per kind: how much its faults explain.</param>
    /// <param name="common">Per kind: how much of it one thing behind several explains.</param>
    public IEnumerable<Suspicion> Shared(double[][] gains, double[][] common, Unexplained left)
    {
        foreach (var (index, family) in _families.Index())
        {
            var failing = Failing(family.Parts, gains[(int)family.Kind], left);
            if (failing.Count > 1)
            {
                var key = (~index, string.Join(',', failing));
                yield return _known.TryGetValue(key, out var known) ? known : _known[key] = SharedBy(family, failing);
            }
        }

        foreach (var (index, hidden) in _hidden.Index())
        {
            if (Behind(hidden, ~(_families.Count + index), common[(int)hidden.Kind], left) is { } behind)
            {
                yield return behind;
            }
        }
    }

    /// <summary>
    /// What nobody declared and several networks, resolvers or images share: a hub's firewall, a forwarder, a root. It fails some of them,
    /// or all, and towards all hosts or some; what fails some hosts for all is nearer to the hosts.
    /// </summary>
    private Suspicion? Behind(HiddenKind hidden, int index, double[] gains, Unexplained left)
    {
        var hosts = Failing(hidden.Hosts, gains, left);
        if (hosts.Count == 0)
        {
            return null;
        }

        var (names, isHeld) = (string.Join(',', hosts), hosts.Count < hidden.Hosts.Carried);
        var parts = _behind.TryGetValue((hidden, names), out var cut) ? cut : _behind[(hidden, names)] = PartsTowards(hosts, hidden);
        var failing = Failing(parts, gains, left);
        if (failing.Count < 2 || (isHeld && failing.Count == parts.Carried))
        {
            return null;
        }

        var key = (index, $"{names}/{string.Join(',', failing)}");
        return _known.TryGetValue(key, out var known) ? known
            : _known[key] = HiddenBehind(hidden, parts, failing, isHeld ? hidden.Hosts.Names(hosts) : []);
    }

    private PathParts PartsTowards(List<int> hosts, HiddenKind hidden)
    {
        var paths = hidden.Hosts.PathsIn(hosts);
        return new(paths, _evidence.FailingOf(paths), hidden.Members, _evidence);
    }

    private Suspicion HiddenBehind(HiddenKind hidden, PathParts parts, List<int> failing, HashSet<string> hosts)
    {
        var (names, priors) = (parts.Names(failing), _parameters.Priors);
        var common = Component.Common([.. names.Order(StringComparer.Ordinal).Select(name => _byName[name])]);
        IReadOnlyList<string> held = [.. hosts.Order(StringComparer.Ordinal)];
        var price = priors.JoinCost.Fixed + (priors.JoinCost.PerMember * names.Count) + Scope.Price(hidden.Kind, parts.AllNames, names)
            + (held is [] ? 0 : Scope.Price(hidden.Kind, hidden.Hosts.AllNames, hosts));
        return new(string.Join('/', held.Prepend(common.Name)), common, parts.PathsIn(failing), price)
        {
            HeldTo = held,
            OneFace = priors.JoinedOneFace,
        };
    }

    /// <summary>Components of a kind behind which something may stand that nobody declared.</summary>
    /// <param name="Members">Which of them a path crosses.</param>
    /// <param name="Hosts">The paths that cross one, by their hosts.</param>
    private sealed record HiddenKind(ComponentKind Kind, PathGroups Members, PathParts Hosts);

    private static HiddenKind HiddenOf(EvidenceMatrix evidence, ComponentKind kind, Func<Component, bool> isOne)
    {
        // Of a vantage's own way out and its network's the network's is the last.
        bool[] isMember = [.. evidence.Components.Select(component => component.Kind == kind && isOne(component))];
        var members = PathGroups.By(Array.ConvertAll(evidence.Crossed, crossed =>
            Array.FindLastIndex(crossed, component => isMember[component]) is >= 0 and var last
                ? evidence.Components[crossed[last]].Name
                : null));
        int[] paths = [.. Enumerable.Range(0, members.Of.Length).Where(path => members.Of[path] >= 0)];
        return new(kind, members, new(paths, evidence.FailingOf(paths), evidence.Hosts, evidence));
    }

    private static Suspicion SharedBy(Family family, List<int> failing)
    {
        var (kind, owner, cost, components, parts) = family;
        var names = parts.Names(failing);
        List<Component> members = [.. components.Where(component => names.Contains(component.Name))
            .OrderBy(component => component.Name, StringComparer.Ordinal)];
        var shared = Component.Common(members) with { Kind = kind, Owner = owner };
        var price = Scope.Price(kind, components.Select(component => component.Name).ToHashSet(), names);
        return new(shared.Name, shared, parts.PathsIn(failing), cost + price);
    }

    /// <summary>Components that one thing may stand behind.</summary>
    /// <param name="Cost">What it costs beside the choice of components.</param>
    /// <param name="Parts">The paths that cross one of them, by the component that they cross.</param>
    private sealed record Family(ComponentKind Kind, Owner Owner, double Cost, Component[] Components, PathParts Parts);

    private static IEnumerable<Family> FamiliesOf(EvidenceMatrix evidence, Priors priors)
    {
        var components = Enumerable.Range(0, evidence.Components.Count).ToList();
        var engines = components.Where(component => evidence.Models[component] is not null)
            .GroupBy(component => evidence.Models[component]!)
            .Select(model => FamilyOf(evidence, ComponentKind.Upstream, Owner.ApiServer, priors.EngineCost, [.. model]));
        var accounts = components
            .Where(component => evidence.Components[component] is { Kind: ComponentKind.Quota, Key: ComponentKey.AtHost })
            .GroupBy(component => ((ComponentKey.AtHost)evidence.Components[component].Key).Host)
            .Select(host => FamilyOf(evidence, ComponentKind.Quota, Owner.Quota, 0, [.. host]));
        var refused = components.Where(component => ScopeOf(component, evidence) is not null)
            .GroupBy(component => ScopeOf(component, evidence))
            .Select(keys => FamilyOf(evidence, ComponentKind.Credential, Owner.Authentication, 0, [.. keys]));
        return engines.Concat(accounts).Concat(refused).Where(family => family.Components.Length > 1);
    }

    /// <summary>The declared quota's scope behind a key, which stands for its account; null for what is no key, or has none.</summary>
    private static string? ScopeOf(int component, EvidenceMatrix evidence) =>
        evidence.Components[component] is { Kind: ComponentKind.Credential, IsNarrow: false }
            ? evidence.PathsOf[component].SelectMany(path => evidence.Crossed[path]).Select(crossed => evidence.Components[crossed])
                .FirstOrDefault(crossed => crossed is { Kind: ComponentKind.Quota, Key: ComponentKey.Named })?.Name
            : null;

    private static Family FamilyOf(EvidenceMatrix evidence, ComponentKind kind, Owner owner, double cost, int[] components)
    {
        var of = new string?[evidence.Paths.Count];
        foreach (var component in components)
        {
            foreach (var path in evidence.PathsOf[component])
            {
                of[path] ??= evidence.Components[component].Name;
            }
        }

        int[] paths = [.. components.SelectMany(component => evidence.PathsOf[component]).Distinct()];
        return new(kind, owner, cost, [.. components.Select(component => evidence.Components[component])],
            new(paths, evidence.FailingOf(paths), PathGroups.By(of), evidence));
    }

    /// <summary>The groups of paths that fail at least twice and nearly as often as the worst of them.</summary>
    private List<int> Failing(PathParts parts, double[] gains, Unexplained left)
    {
        var seen = parts.Seen;
        var failed = new double[seen.Length];
        foreach (var path in parts.Failing)
        {
            var open = 0.0;
            foreach (var at in _evidence.FailuresOf[path])
            {
                open += gains[_evidence.LookOf[at]] > left.Foreseen[at] ? left.Open[at] : 0;
            }

            failed[parts.GroupOf(path)] += open;
        }

        var (held, most) = (_parameters.Thresholds.Held, 0.0);
        for (var group = 0; group < seen.Length; group++)
        {
            most = seen[group] > 0 ? Math.Max(most, failed[group] / seen[group]) : most;
        }

        List<int> failing = [];
        for (var group = 0; group < seen.Length; group++)
        {
            if (failed[group] >= held.Failures && failed[group] / seen[group] > held.ShareOfWorst * most)
            {
                failing.Add(group);
            }
        }

        return failing;
    }
}
