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

/// <summary>Which authority's certificate a vantage was shown on a route.</summary>
/// <param name="Issuer">The leaf certificate's issuer.</param>
internal sealed record RouteIssuer(VantageName Vantage, RouteName Route, string Issuer);

/// <summary>
/// A vantage that is shown another authority's certificate than the fleet's majority: probably TLS inspection on its path.
/// </summary>
/// <param name="Agreeing">How many vantages see that one.</param>
public sealed record InterceptionNotice(VantageName Vantage, RouteName Route, string Issuer, string Majority, int Agreeing);
