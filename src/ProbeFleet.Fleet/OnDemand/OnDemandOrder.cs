using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Fleet.OnDemand;

/// <summary>A wish to probe now. It can only name routes of the configuration.</summary>
public sealed record OnDemandOrder
{
    private OnDemandOrder(IReadOnlyList<RouteName> routes, ProbeDepth? depth, string? reason) => (Routes, Depth, Reason) = (routes, depth, reason);

    /// <summary>The routes; at least one, each configured.</summary>
    public IReadOnlyList<RouteName> Routes { get; }

    /// <summary>How far to go; null as configured.</summary>
    public ProbeDepth? Depth { get; }

    /// <summary>With which component taken out of the way.</summary>
    public ProbeVariant Variant { get; init; }

    /// <summary>Why, in the words of whoever asked; null when nobody said.</summary>
    public string? Reason { get; }

    /// <summary>Makes an order.</summary>
    /// <param name="configuration">What the fleet probes.</param>
    /// <param name="names">Names of routes, or <c>*</c> for all.</param>
    /// <param name="depth">How far to go; null as configured.</param>
    /// <param name="reason">Why; null when nobody said.</param>
    /// <param name="unknown">The names that no route has.</param>
    /// <returns>The order; null when a name is unknown or none is given.</returns>
    public static OnDemandOrder? Make(
        FleetConfiguration configuration, IReadOnlyList<string> names, ProbeDepth? depth, string? reason, out IReadOnlyList<string> unknown)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(names);
        RouteName[] all = [.. configuration.Routes.Select(route => route.Name)];
        unknown = [.. names.Where(name => name is not "*" && !all.Any(route => route.ToString() == name))];
        return unknown is [] && names is not []
            ? new([.. all.Where(route => names.Contains("*") || names.Contains(route.ToString()))], depth, reason)
            : null;
    }
}
