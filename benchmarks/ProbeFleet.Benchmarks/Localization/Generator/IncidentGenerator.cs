using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>Draws incidents. One seed is one incident; an incident with a fault that no detector would notice is drawn again.</summary>
internal static class IncidentGenerator
{
    public const int Rounds = 15;

    private static readonly (int, double)[] VantageCounts = [(2, 1), (3, 2), (5, 2), (8, 2), (16, 1), (30, .5), (60, .25)];
    private static readonly (int, double)[] RouteCounts = [(2, 1), (4, 2), (8, 2), (15, 1), (30, .5)];

    private static readonly (ComponentKind, double)[] KindWeights =
    [
        (ComponentKind.Quota, 2), (ComponentKind.Upstream, 2), (ComponentKind.Front, 1.5), (ComponentKind.Proxy, 1.5),
        (ComponentKind.Dns, 1.2),
        (ComponentKind.Credential, 1.2), (ComponentKind.Egress, 1), (ComponentKind.Corridor, 1), (ComponentKind.PrivateEndpoint, 1),
        (ComponentKind.TrustStore, 1), (ComponentKind.Deployment, 1), (ComponentKind.TokenService, .7),
    ];

    public static GeneratedIncident Draw(int seed) => Draw(seed, null, null);

    public static GeneratedIncident Draw(int seed, int? vantages, int? routes, bool quiet = false)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (TryDraw(new Draws((seed * 31) + attempt), new Draws(~((seed * 31) + attempt)), vantages, routes, quiet) is { } incident)
            {
                return incident;
            }
        }
    }

    private static GeneratedIncident? TryDraw(Draws draws, Draws looks, int? vantages, int? routes, bool quiet)
    {
        var world = World.Draw(draws, vantages ?? draws.Weighted(VantageCounts), routes ?? draws.Weighted(RouteCounts));
        var cells = (from v in world.Vantages
                     from r in world.Routes
                     where r.IsProbedFrom(v.Name)
                     select new ProbedPath(v.Name,
            r.Name)).ToList();
        var crossed = cells.ToDictionary(cell => cell, world.Crossed);
        var (faults, truth) = quiet ? ([], []) : DrawFaults(draws, world, crossed);
        var shown = draws.Chance(.1) ? WithWrongEdge(draws, world) : world;
        var every = draws.Weighted([(1, .6), (3, .2), (5, .2)]);
        var missing = draws.Between(.05, .3);
        var simulation = new Simulation(draws, looks, world, [.. faults, .. DrawBlips(draws, crossed)], every, missing);
        var results = simulation.Run(cells, Rounds);
        if (!faults.All(simulation.IsNoticed) || (shown != world && !StillDeclared(shown, truth)))
        {
            return null;
        }

        return new(
            new()
            {
                Window = new(Simulation.Start, Simulation.Start.AddMinutes(Rounds + 2)),
                Vantages = shown.Vantages,
                Routes = shown.Routes,
                Results = results,
            },
            new()
            {
                Faults = truth,
                Misleading = faults.Any(fault => fault.Misleading),
                SamePaths = truth.Select(
                    fault => string.Join('|', cells.Where(cell => crossed[cell].Contains(fault)))).Distinct().Count() < truth.Count,
                WrongEdge = shown != world,
                Rate = faults is [] ? 0 : faults.Max(fault => fault.Rate),
                Missing = missing,
                Vantages = world.Vantages.Count,
                Routes = world.Routes.Count,
                CompletionEvery = every,
            },
            simulation.Answer);
    }

    private static (List<TrueFault> Faults, List<Component> Truth) DrawFaults(
        Draws draws, FleetTopology world, Dictionary<ProbedPath, IReadOnlyList<Component>> crossed)
    {
        var kind = draws.Between(0, 1);
        if (kind < .1)
        {
            return ([], []);
        }

        if (kind < .15)
        {
            return DrawUndeclared(draws, world);
        }

        var components = crossed.Values.SelectMany(path => path).Distinct().Where(IsDrawn).OrderBy(
            component => component.Name, StringComparer.Ordinal).ToList();
        var count = draws.Weighted([(1, .7), (2, .22), (3, .08)]);
        List<Component> chosen = [];
        while (chosen.Count < Math.Min(count, components.Count))
        {
            var next = chosen is [var first] && draws.Chance(.5) ? Related(draws, crossed, first) : null;
            next ??= OfKind(draws, components);
            if (!chosen.Contains(next))
            {
                chosen.Add(next);
            }
        }

        return ([.. chosen.Select(component => Fault(draws, world, component))], chosen);
    }

    /// <summary>
    /// What the splits were drawn from when they were fixed; later components are left out so that figures stay comparable.
    /// </summary>
    private static bool IsDrawn(Component component) => component.Kind switch
    {
        ComponentKind.Egress => !component.IsNetwork,
        ComponentKind.Credential => !component.IsNarrow,
        _ => component.Kind is not ComponentKind.GatewayUpstream,
    };

    private static TrueFault Fault(Draws draws, FleetTopology world, Component component) =>
        new(draws, component, path => world.Crossed(path).Contains(component), Rounds, draws.Chance(.22), blip: false);

    private static Component OfKind(Draws draws, List<Component> components)
    {
        var kinds = components.Select(component => component.Kind).ToHashSet();
        var kind = draws.Weighted([.. KindWeights.Where(item => kinds.Contains(item.Item1))]);
        return draws.Pick([.. components.Where(component => component.Kind == kind)]);
    }

    /// <summary>
    /// A change hits a credential with its deployment, a region's event its network with its backend, a network's its resolver with its
    /// proxy.
    /// </summary>
    private static Component? Related(Draws draws, Dictionary<ProbedPath, IReadOnlyList<Component>> crossed, Component first)
    {
        var partner = first.Kind switch
        {
            ComponentKind.Credential => ComponentKind.Deployment,
            ComponentKind.Deployment => ComponentKind.Credential,
            ComponentKind.Corridor => ComponentKind.Upstream,
            ComponentKind.Upstream => ComponentKind.Corridor,
            ComponentKind.Dns => ComponentKind.Proxy,
            ComponentKind.Proxy => ComponentKind.Dns,
            _ => ComponentKind.Other,
        };
        var related = crossed.Values.Where(path => path.Contains(first)).SelectMany(path => path).Where(
            component => component.Kind == partner && IsDrawn(component))
            .Distinct().OrderBy(component => component.Name, StringComparer.Ordinal).ToList();
        return related is [] ? null : draws.Pick(related);
    }

    /// <summary>
    /// Something that no file declares: a resolver behind two networks, or a firewall before some routes of some vantages.
    /// </summary>
    private static (List<TrueFault>, List<Component>) DrawUndeclared(Draws draws, FleetTopology world)
    {
        var networks = world.Vantages.Select(vantage => vantage.Network!).Distinct().ToList();
        var hidden = new Component(
            draws.Chance(.5) && networks.Count > 1 ? ComponentKind.Dns : ComponentKind.Egress, "hidden", Owner.ConnectionPath);
        var from = hidden.Kind is ComponentKind.Dns
            ? world.Vantages.Where(vantage => networks.Take(2).Contains(vantage.Network)).Select(vantage => vantage.Name).ToHashSet()
            : world.Vantages.Where(_ => draws.Chance(.5)).Select(vantage => vantage.Name).ToHashSet();
        var over = world.Routes.Where(_ => hidden.Kind is ComponentKind.Dns || draws.Chance(.5)).Select(route => route.Name).ToHashSet();
        if (from.Count < 2 || over.Count < 2
            || world.Vantages.SelectMany(vantage => world.Routes.Select(route => new ProbedPath(vantage.Name, route.Name)))
            .SelectMany(path => world.Crossed(path).Select(
                component => (Component: component, Hidden: from.Contains(path.Vantage) && over.Contains(path.Route))))
            .GroupBy(item => item.Component).Any(group => group.All(item => item.Hidden) && group.Count() == from.Count * over.Count))
        {
            // It hits just what a declared component carries: then it is not undeclared.
            return ([], []);
        }

        return ([new(draws, hidden, path => from.Contains(path.Vantage)
            && over.Contains(path.Route), Rounds, misleading: false, blip: false)], [Component.Other]);
    }

    private static List<TrueFault> DrawBlips(Draws draws, Dictionary<ProbedPath, IReadOnlyList<Component>> crossed)
    {
        List<TrueFault> blips = [];
        var components = crossed.Values.SelectMany(path => path).Distinct().Where(IsDrawn).OrderBy(
            component => component.Name, StringComparer.Ordinal).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            if (components is not [] && draws.Chance(.06))
            {
                var component = OfKind(draws, components);
                components.Remove(component);
                blips.Add(new(draws, component, path => crossed[path with
                {
                    Depth = ProbeDepth.Completion,
                    Variant = ProbeVariant.Full
                }].Contains(component), Rounds, misleading: false, blip: true));
            }
        }

        return blips;
    }

    private static bool StillDeclared(FleetTopology shown, List<Component> truth)
    {
        var declared = (from v in shown.Vantages
                        from r in shown.Routes
                        from c in shown.Crossed(new(v.Name,
            r.Name))
                        select c.Name).ToHashSet();
        return truth.All(component => component.Kind is ComponentKind.Other || declared.Contains(component.Name));
    }

    private static FleetTopology WithWrongEdge(Draws draws, FleetTopology world)
    {
        var vantage = draws.Pick(world.Vantages);
        var like = draws.Pick(world.Vantages);
        var wrong = draws.Below(3) switch
        {
            0 => vantage with { Image = like.Image },
            1 => vantage with { Network = like.Network },
            _ => vantage with { Proxy = like.Proxy },
        };
        return new([.. world.Vantages.Select(item => item == vantage ? wrong : item)], world.Routes);
    }
}
