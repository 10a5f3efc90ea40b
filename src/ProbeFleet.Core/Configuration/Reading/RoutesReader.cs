using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Reads the list of routes and checks the rules between them.</summary>
internal static class RoutesReader
{
    private const int MaxRoutes = 500;

    public static IReadOnlyList<Route> Read(JsonCursor? at)
    {
        if (at?.AsItems() is not { } items)
        {
            return [];
        }

        if (at.IsList && items.Count is 0 or > MaxRoutes)
        {
            at.Refuse($"Must list 1 to {MaxRoutes} routes, not {items.Count}.");
        }

        RouteText[] routes = [.. items.Select(RouteReader.Read).OfType<RouteText>()];
        RefuseSharedNames(routes);
        foreach (var route in routes)
        {
            RefuseWrongFronts(route, routes);
        }

        return [.. routes.Select(route => route.Route).OfType<Route>()];
    }

    // The table keys and metric labels of some back ends ignore case.
    private static void RefuseSharedNames(IEnumerable<RouteText> routes)
    {
        Dictionary<string, RouteText> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var route in routes)
        {
            if (route.Name is { } name && !seen.TryAdd(name, route))
            {
                route.NameAt?.Refuse($"{seen[name].At.Path} has this name already; upper and lower case count as the same.");
            }
        }
    }

    private static void RefuseWrongFronts(RouteText route, IReadOnlyCollection<RouteText> routes)
    {
        if (route is not { FrontsAt: { } at, Fronts: { } fronts })
        {
            return;
        }

        var control = routes.FirstOrDefault(other => other.Name == fronts);
        if (route.Kind is not (RouteKind.Gateway or null))
        {
            at.Refuse("Only a route of kind gateway fronts another route: remove it.");
        }
        else if (ReferenceEquals(control, route))
        {
            at.Refuse("A route cannot front itself: name the direct route behind this gateway.");
        }
        else if (control is null)
        {
            var others = routes.Where(other => !ReferenceEquals(other, route)).Select(other => other.Name).OfType<string>();
            at.Refuse($"No route has this name.{Suggestion.For(fronts, [.. others])}");
        }
        else if (control.Kind is RouteKind.Gateway)
        {
            at.Refuse("Names another gateway: name a direct route, for only that tells gateway and upstream apart.");
        }
    }
}
