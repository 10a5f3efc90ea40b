using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Fleet.Rounds;

/// <summary>The plan of one round.</summary>
public sealed record RoundPlan
{
    /// <summary>The routes, each probed on its own.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>How far each probe goes.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>How long each part of a probe may take: the route's own deadline.</summary>
    public required ProbeBudget Budget { get; init; }

    /// <summary>The number of probes of each route, one after the other; 1 or more.</summary>
    public required int Attempts { get; init; }

    /// <summary>The maximum number of concurrent probes, those of other plans included; 1 or more.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The variant: which component is taken out of the way. None by default.</summary>
    public ProbeVariant Variant { get; init; }

    /// <summary>Whether a first failure is followed by a burst of probes that tells a fault from a blip.</summary>
    public bool Confirms { get; init; }

    /// <summary>Whether it was requested on demand; the rounds go first.</summary>
    public bool IsOnDemand { get; init; }

    /// <summary>
    /// A scheduled round: every route of the vantage. Only every <see cref="ProbeSettings.CompletionEvery"/>th spends tokens.
    /// </summary>
    /// <param name="number">The round's number, see <see cref="RoundTiming.NumberAt"/>.</param>
    public static RoundPlan Scheduled(FleetConfiguration configuration, VantageName vantage, long number)
    {
        var settings = configuration.Probe;
        var isCheap = settings.Depth is ProbeDepth.Completion && number % settings.CompletionEvery != 0;
        return From(configuration, vantage) with
        {
            Depth = isCheap ? ProbeDepth.Authenticated : settings.Depth,
            Attempts = settings.Attempts,
            Confirms = true,
        };
    }

    /// <summary>The plan of an on-demand run: those of the named routes that the vantage probes, once.</summary>
    /// <param name="depth">How far; null for the configuration's depth.</param>
    public static RoundPlan OnDemand(
        FleetConfiguration configuration, VantageName vantage, IReadOnlyCollection<RouteName> routes, ProbeDepth? depth)
    {
        var all = From(configuration, vantage);
        return all with
        {
            Routes = [.. all.Routes.Where(route => routes.Contains(route.Name))],
            Depth = depth ?? all.Depth,
            IsOnDemand = true,
        };
    }

    /// <summary>The routes whose idle connections are tested. A workload's runtime makes one call and keeps no connection.</summary>
    public static IReadOnlyList<Route> Reusing(FleetConfiguration configuration, VantageName vantage) =>
    [
        .. configuration.Routes.Where(route => route.Runtime is null && route.IsProbedFrom(vantage)
            && (route.ReuseEvery ?? configuration.Probe.ReuseEvery) is not null),
    ];

    /// <summary>
    /// The plan of a look at one route's idle connections. It spends no tokens, and holds one place of <see cref="Concurrency"/> for
    /// minutes.
    /// </summary>
    public static RoundPlan Reuse(FleetConfiguration configuration, VantageName vantage, Route route)
    {
        var all = From(configuration, vantage);
        return all with
        {
            Routes = [route],
            Depth = all.Depth is ProbeDepth.Path ? ProbeDepth.Path : ProbeDepth.Authenticated,
            Variant = ProbeVariant.Reuse,
            IsOnDemand = true,
        };
    }

    private static RoundPlan From(FleetConfiguration configuration, VantageName vantage) => new()
    {
        Routes = [.. configuration.Routes.Where(route => route.IsProbedFrom(vantage))],
        Depth = configuration.Probe.Depth,
        Budget = ProbeBudget.From(configuration.Probe),
        Attempts = 1,
        Concurrency = configuration.Probe.Concurrency,
    };
}
