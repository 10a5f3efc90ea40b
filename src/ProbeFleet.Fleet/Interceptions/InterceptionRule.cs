namespace ProbeFleet.Fleet.Interceptions;

/// <summary>Finds the vantages whose TLS is probably inspected.</summary>
internal static class InterceptionRule
{
    /// <summary>
    /// Reports a vantage when more than half of its route's vantages, itself included, see one other issuer. With two vantages there is no
    /// majority. Providers rotate between authorities, so a notice is a hint beside the certificate's evidence, not a break.
    /// </summary>
    /// <param name="issuers">The issuer that each vantage saw last; one entry per vantage and route.</param>
    /// <returns>The notices, ordered by route and vantage name.</returns>
    public static IReadOnlyList<InterceptionNotice> Judge(IEnumerable<RouteIssuer> issuers) =>
    [
        .. issuers.GroupBy(seen => seen.Route)
            .SelectMany(Find)
            .OrderBy(notice => notice.Route.ToString(), StringComparer.Ordinal)
            .ThenBy(notice => notice.Vantage.ToString(), StringComparer.Ordinal),
    ];

    private static IEnumerable<InterceptionNotice> Find(IGrouping<Core.Model.RouteName, RouteIssuer> route)
    {
        var most = route.GroupBy(seen => seen.Issuer, StringComparer.Ordinal).MaxBy(same => same.Count())!;
        return most.Count() * 2 <= route.Count()
            ? []
            : route.Where(seen => seen.Issuer != most.Key)
                .Select(seen => new InterceptionNotice(seen.Vantage, seen.Route, seen.Issuer, most.Key, most.Count()));
    }
}
