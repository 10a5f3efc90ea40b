namespace ProbeFleet.Fleet.Interceptions;

/// <summary>Which authority's certificate a vantage was shown on a route.</summary>
/// <param name="Issuer">The leaf certificate's issuer.</param>
internal sealed record RouteIssuer(VantageName Vantage, RouteName Route, string Issuer);

/// <summary>
/// A vantage that is shown another authority's certificate than the fleet's majority: probably TLS inspection on its path.
/// </summary>
/// <param name="Agreeing">How many vantages see that one.</param>
public sealed record InterceptionNotice(VantageName Vantage, RouteName Route, string Issuer, string Majority, int Agreeing);
