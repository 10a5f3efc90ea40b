namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Results of one route are compared only when their route fingerprints are equal: another key, model, SDK or URL is another
/// route under the same name. The fingerprint that most results have is the route, on a tie the one seen last; or the one that mended it.
/// What another one fails while the route's others pass accuses what a configuration chooses, and never the way or who answers.
/// </summary>
internal static class Comparability
{
    private static readonly ComponentKind[] Chosen = Array.FindAll(Enum.GetValues<ComponentKind>(), FleetTopology.IsChosen);

    /// <summary>
    /// A probe that got no credential, or needs none, lacks its identity in the fingerprint: it is the same route all the same, so its
    /// fingerprint counts as unknown.
    /// </summary>
    public static Observation WithKnownFingerprint(Observation item) =>
        item is { RouteFingerprint: not null } && HasNoCredential(item) ? item with { RouteFingerprint = null } : item;

    /// <summary>The observations of another fingerprint than their route's, and the routes that a new fingerprint mended.</summary>
    public static (HashSet<Observation> Apart, HashSet<RouteName> Mended) Apart(IReadOnlyList<Observation> seen)
    {
        HashSet<Observation> apart = new(ReferenceEqualityComparer.Instance);
        HashSet<RouteName> mended = [];
        foreach (var route in seen.GroupBy(item => item.Path.Route))
        {
            var known = route.Where(item => item.RouteFingerprint is not null).GroupBy(item => item.RouteFingerprint!)
                .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Max(item => item.StartedAt))
                .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
            if (known.Count > 1 && SuccessorOf(known) is { } now)
            {
                mended.Add(route.Key);
                apart.UnionWith(route.Where(
                    item => item.RouteFingerprint is { } print ? print != now[0].RouteFingerprint : IsBefore(item, now)));
            }
            else
            {
                apart.UnionWith(known.Skip(1).SelectMany(group => group));
            }
        }

        return (apart, mended);
    }

    /// <summary>
    /// The fingerprint that took the place of the most frequent one everywhere and passes, where that one failed until then: the route was
    /// mended by a new configuration, and what the old one failed says nothing of it. Null when there is none.
    /// </summary>
    private static List<Observation>? SuccessorOf(List<List<Observation>> known)
    {
        var last = known[0].GroupBy(item => item.Path.Vantage)
            .ToDictionary(vantage => vantage.Key, vantage => vantage.MaxBy(item => item.StartedAt)!);
        return known.Skip(1).Where(now => Replaces(last, now)).MaxBy(now => now.Max(item => item.StartedAt));
    }

    private static bool Replaces(Dictionary<VantageName, Observation> last, List<Observation> now)
    {
        var places = now.GroupBy(item => item.Path.Vantage).ToDictionary(vantage => vantage.Key, vantage => vantage.ToList());
        return 2 * last.Values.Count(item => Symptoms.From(item) is not null) > last.Count
            && last.All(old => places.TryGetValue(old.Key, out var of) && of.Count > 1
                && of.TrueForAll(item => item.StartedAt > old.Value.StartedAt))
            && 10 * now.Count(item => Symptoms.From(item) is not null) <= now.Count;
    }

    private static bool IsBefore(Observation item, List<Observation> now) => now.Where(other => other.Path.Vantage == item.Path.Vantage)
        .Select(other => (DateTimeOffset?)other.StartedAt).Min() > item.StartedAt;

    /// <summary>
    /// What is evidence, in the same order: all that is not apart; and, where what is apart fails while the route's others pass, that too,
    /// as paths that are <see cref="ProbedPath.IsApart"/>: the difference of configuration fails. Not so where a new one has mended it.
    /// </summary>
    public static IReadOnlyList<Observation> Telling(
        IReadOnlyList<Observation> seen, HashSet<Observation> apart, HashSet<RouteName> mended)
    {
        if (apart.Count == 0)
        {
            return seen;
        }

        var failing = apart.Where(FailsByChoice).GroupBy(item => item.Path.Route)
            .Where(route => !mended.Contains(route.Key) && OthersPass(
                seen.Where(item => item.Path.Route == route.Key && !apart.Contains(item)),
                route.Min(item => item.StartedAt), route.Max(item => item.StartedAt)))
            .Select(route => route.Key).ToHashSet();
        return [.. seen.Where(item => !apart.Contains(item) || (failing.Contains(item.Path.Route) && MeetsChoice(item)))
            .Select(item => apart.Contains(item) ? item with { Path = item.Path with { IsApart = true } } : item)];
    }

    /// <summary>Whether hardly one of ten fails so in that time: what fails all is no difference.</summary>
    private static bool OthersPass(IEnumerable<Observation> others, DateTimeOffset from, DateTimeOffset to)
    {
        var during = others.Where(item => item.StartedAt >= from && item.StartedAt <= to).ToList();
        return 10 * during.Count(FailsByChoice) <= during.Count;
    }

    /// <summary>Whether it says anything of what a configuration chooses.</summary>
    private static bool MeetsChoice(Observation item) => !item.Path.OnlyConnects
        && FleetTopology.Meets(item.Path, ComponentKind.Credential) && (Symptoms.From(item) is null || FailsByChoice(item));

    private static bool FailsByChoice(Observation item) => Symptoms.From(item) is { } symptom
        && Array.Exists(Chosen, kind => SymptomTable.Default.Possible(kind)[(int)symptom]);

    // A written file may name the cause alone.
    private static bool HasNoCredential(Observation item) =>
        item.Path is { Depth: ProbeDepth.Path } or { Variant: ProbeVariant.Keyless }
        || item.Break is Stage.Configure or Stage.Credential
        || item.Cause is Cause.ConfigCredentialMissing or Cause.ConfigCredentialMalformed or Cause.ConfigCredentialNotAllowed
            or Cause.CredentialUnreachable or Cause.CredentialRefused or Cause.CredentialTimeout or Cause.ConfigRuntimeNotAvailable;
}
