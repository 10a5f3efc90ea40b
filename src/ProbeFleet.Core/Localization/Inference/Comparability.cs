namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Results of one route are compared only when their route fingerprints are equal: another key, model, SDK or URL is another
/// route under the same name. The fingerprint that most results have is the route; on a tie the one seen last. What another one fails
/// while the route's others pass accuses what a configuration chooses, and never the way or who answers.
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

    /// <summary>The observations of another fingerprint than their route's most frequent one.</summary>
    public static HashSet<Observation> Apart(IReadOnlyList<Observation> seen)
    {
        var main = seen.Where(item => item.RouteFingerprint is not null)
            .GroupBy(item => item.Path.Route)
            .ToDictionary(
                route => route.Key,
                route => route.GroupBy(item => item.RouteFingerprint!)
                    .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Max(item => item.StartedAt))
                    .ThenBy(group => group.Key, StringComparer.Ordinal).First().Key);
        HashSet<Observation> apart = new(ReferenceEqualityComparer.Instance);
        foreach (var item in seen)
        {
            if (item.RouteFingerprint is not null && main[item.Path.Route] != item.RouteFingerprint)
            {
                apart.Add(item);
            }
        }

        return apart;
    }

    /// <summary>
    /// What is evidence, in the same order: all that is not apart; and, where what is apart fails while the route's others pass, that too,
    /// as paths that are <see cref="ProbedPath.IsApart"/>: the difference of configuration fails.
    /// </summary>
    public static IReadOnlyList<Observation> Telling(IReadOnlyList<Observation> seen, HashSet<Observation> apart)
    {
        if (apart.Count == 0)
        {
            return seen;
        }

        var failing = apart.Where(FailsByChoice).GroupBy(item => item.Path.Route).Where(route => OthersPass(
            seen.Where(item => item.Path.Route == route.Key && !apart.Contains(item)),
            route.Min(item => item.StartedAt), route.Max(item => item.StartedAt))).Select(route => route.Key).ToHashSet();
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
