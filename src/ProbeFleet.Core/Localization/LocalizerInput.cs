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
                item => places.Contains(item.Path.Vantage) && names.Contains(item.Path.Route))],
        };
    }
}
