namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The paths of a window, numbered as they are first seen.</summary>
internal sealed class NumberedPaths
{
    private readonly Dictionary<VantageName, int> _vantages;
    private readonly Dictionary<RouteName, int> _routes;

    // A vantage and a route have few paths between them, and one more per instance: per cell the one numbered last, per path the one before
    // it, -1 for none.
    private readonly int[] _latest;
    private readonly List<int> _before = [];

    public NumberedPaths(FleetTopology topology)
    {
        _vantages = topology.Vantages.Index().ToDictionary(vantage => vantage.Item.Name, vantage => vantage.Index);
        _routes = topology.Routes.Index().ToDictionary(route => route.Item.Name, route => route.Index);
        _latest = new int[_vantages.Count * _routes.Count];
        Array.Fill(_latest, -1);
    }

    public List<ProbedPath> All { get; } = [];

    /// <summary>Per path: a number that it shares with those that differ in nothing but depth and instance.</summary>
    public List<int> Turns { get; } = [];

    /// <summary>The path's number.</summary>
    /// <exception cref="KeyNotFoundException">The fleet does not have the vantage or route.</exception>
    public int Of(ProbedPath path)
    {
        ref var latest = ref _latest[(_vantages[path.Vantage] * _routes.Count) + _routes[path.Route]];
        var turn = All.Count;
        for (var at = latest; at >= 0; at = _before[at])
        {
            var known = All[at];
            if ((known.Variant, known.OnlyConnects) == (path.Variant, path.OnlyConnects))
            {
                if ((known.Depth, known.Instance, known.IsApart, known.IsUnsent)
                    == (path.Depth, path.Instance, path.IsApart, path.IsUnsent))
                {
                    return at;
                }

                turn = Turns[at];
            }
        }

        _before.Add(latest);
        latest = All.Count;
        All.Add(path);
        Turns.Add(turn);
        return latest;
    }
}
