namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Results of one route are compared only when their route fingerprints are equal: another key, model, SDK or URL is another
/// route under the same name. The fingerprint that most results have is the route; on a tie the one seen last.
/// </summary>
internal static class Comparability
{
    /// <summary>
    /// A probe that got no credential, or needs none, lacks its identity in the fingerprint: it is the same route all the same, so its
    /// fingerprint counts as unknown.
    /// </summary>
    public static Observation WithKnownFingerprint(Observation item) =>
        item is { RouteFingerprint: not null } && HasNoCredential(item) ? item with { RouteFingerprint = null } : item;

    public static (IReadOnlyList<Observation> Comparable, IReadOnlyList<Observation> Apart) Split(IReadOnlyList<Observation> seen)
    {
        var main = seen.Where(item => item.RouteFingerprint is not null)
            .GroupBy(item => item.Path.Route)
            .ToDictionary(
                route => route.Key,
                route => route.GroupBy(item => item.RouteFingerprint!)
                    .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Max(item => item.StartedAt))
                    .ThenBy(group => group.Key, StringComparer.Ordinal).First().Key);
        var (comparable, apart) = (new List<Observation>(seen.Count), new List<Observation>());
        foreach (var item in seen)
        {
            var isMain = item.RouteFingerprint is null || main[item.Path.Route] == item.RouteFingerprint;
            (isMain ? comparable : apart).Add(item);
        }

        return (comparable, apart);
    }

    // A written file may name the cause alone.
    private static bool HasNoCredential(Observation item) =>
        item.Path is { Depth: ProbeDepth.Path } or { Variant: ProbeVariant.Keyless }
        || item.Break is Stage.Configure or Stage.Credential
        || item.Cause is Cause.ConfigCredentialMissing or Cause.ConfigCredentialMalformed or Cause.ConfigCredentialNotAllowed
            or Cause.CredentialUnreachable or Cause.CredentialRefused or Cause.CredentialTimeout or Cause.ConfigRuntimeNotAvailable;
}
