namespace ProbeFleet.Core.Localization;

/// <summary>The window of a live fleet as the localizer takes it.</summary>
public static class LocalizerInput
{
    /// <summary>
    /// Makes it from what is stored: observations of vantages or routes that the fleet does not have (any more) are left out.
    /// </summary>
    /// <param name="vantages">The vantages; names unique.</param>
    /// <param name="routes">The configured routes; names unique.</param>
    public static IncidentFile From(
        IncidentWindow window, IReadOnlyList<FleetVantage> vantages, IReadOnlyList<Route> routes, IEnumerable<Observation> observations)
    {
        var (places, names) = (vantages.Select(vantage => vantage.Name).ToHashSet(), routes.Select(route => route.Name).ToHashSet());
        return new()
        {
            Window = window,
            Vantages = vantages,
            Routes = routes,
            Results = [.. observations.Where(
                item => places.Contains(item.Path.Vantage) && names.Contains(item.Path.Route)).Select(Comparable)],
        };
    }

    /// <summary>
    /// A probe that got no credential, or needs none, lacks its identity in the fingerprint: it is the same route all the same, so its
    /// fingerprint counts as unknown.
    /// </summary>
    private static Observation Comparable(Observation item) => item.Path is { Depth: ProbeDepth.Path } or { Variant: ProbeVariant.Keyless }
        || item.Cause is Cause.ConfigCredentialMissing or Cause.ConfigCredentialMalformed or Cause.ConfigCredentialNotAllowed
            or Cause.CredentialUnreachable or Cause.CredentialRefused or Cause.CredentialTimeout or Cause.ConfigRuntimeNotAvailable
            ? item with { RouteFingerprint = null }
            : item;
}
