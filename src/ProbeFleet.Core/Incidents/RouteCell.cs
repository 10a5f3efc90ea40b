using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>A pair of vantage and route.</summary>
public readonly record struct RouteCell(VantageName Vantage, RouteName Route)
{
    /// <summary>The cell of an observation.</summary>
    public static RouteCell From(Observation observation) => new(observation.Path.Vantage, observation.Path.Route);

    /// <summary>The cell of an affected route.</summary>
    public static RouteCell From(AffectedRoute affected) => new(affected.Vantage, affected.Route);

    /// <summary>The cheapest depth that passes the break: a connection needs no credential, and an authentication no tokens.</summary>
    /// <param name="brokenAt">The first failed stage; null when none failed.</param>
    public static ProbeDepth DepthPast(Stage? brokenAt, ProbeDepth depth) => brokenAt switch
    {
        Stage.Resolve or Stage.Connect or Stage.Tunnel or Stage.Secure => ProbeDepth.Path,
        Stage.Credential => depth < ProbeDepth.Authenticated ? depth : ProbeDepth.Authenticated,
        Stage.Configure or Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer or null => depth,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Vantage} → {Route}";
}
