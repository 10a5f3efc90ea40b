namespace ProbeFleet.Fleet.OnDemand;

/// <summary>A request to probe now. It can only name configured routes.</summary>
public sealed record OnDemandOrder
{
    private OnDemandOrder(IReadOnlyList<RouteName> routes, ProbeDepth? depth, string? reason) =>
        (Routes, Depth, Reason) = (routes, depth, reason);

    /// <summary>The routes; at least one, each configured.</summary>
    public IReadOnlyList<RouteName> Routes { get; }

    /// <summary>The depth of the probes; null for the configured depth.</summary>
    public ProbeDepth? Depth { get; }

    /// <summary>The variant of the probes: which component is taken out of the way.</summary>
    public ProbeVariant Variant { get; init; }

    /// <summary>The caller's reason; null when none was given.</summary>
    public string? Reason { get; }

    /// <summary>Creates an order.</summary>
    /// <param name="names">Names of routes, or <c>*</c> for all.</param>
    /// <param name="depth">The depth of the probes; null for the configured depth.</param>
    /// <returns>The order; null when a name is unknown or none is given.</returns>
    public static OnDemandOrder? Make(
        FleetConfiguration configuration, IReadOnlyList<string> names, ProbeDepth? depth, string? reason, out IReadOnlyList<string> unknown)
    {
        RouteName[] all = [.. configuration.Routes.Select(route => route.Name)];
        unknown = [.. names.Where(name => name is not "*" && !all.Any(route => route.ToString() == name))];
        return unknown is [] && names is not []
            ? new([.. all.Where(route => names.Contains("*") || names.Contains(route.ToString()))], depth, reason)
            : null;
    }
}
