using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>Plays the rounds of a fleet with its faults, its noise and its losses.</summary>
internal sealed class Simulation(Draws draws, Draws looks, FleetTopology world, List<TrueFault> faults, int completionEvery, double missing)
{
    private readonly Dictionary<TrueFault, List<int>> _rounds = faults.ToDictionary(fault => fault, _ => new List<int>());
    private readonly double _chance = draws.Between(.002, .03);
    private readonly SideLookSimulation _sideLooks = new(looks, world, faults);
    private readonly Dictionary<VantageName, double> _sick =
        world.Vantages.Where(_ => draws.Chance(.05)).ToDictionary(vantage => vantage.Name, _ => draws.Between(.04, .08));

    public static DateTimeOffset Start { get; } = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Whether the fault failed enough probes for a detector to alarm: 4, in 2 rounds or more.</summary>
    public bool IsNoticed(TrueFault fault) => _rounds[fault] is { Count: >= 4 } rounds && rounds.Distinct().Skip(1).Any();

    public List<Observation> Run(List<ProbedPath> cells, int rounds)
    {
        List<Observation> results = [];
        var lost = world.Vantages.Where(_ => draws.Chance(.03)).ToDictionary(vantage => vantage.Name, _ => draws.Below(rounds));
        var late = world.Vantages.ToDictionary(vantage => vantage.Name, _ => draws.Between(0, 25));
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (index, cell) in cells.Index())
            {
                if (draws.Chance(missing) || (lost.TryGetValue(cell.Vantage, out var from) && round >= from && round < from + 4))
                {
                    continue;
                }

                var depth = (round + index) % completionEvery == 0 ? ProbeDepth.Completion : ProbeDepth.Authenticated;
                var at = Start.AddMinutes(round).AddSeconds(late[cell.Vantage] + draws.Between(0, draws.Chance(.03) ? 40 : 8));
                var result = Probe(cell with { Depth = depth }, round, at, results.Count);
                results.Add(result with { Beside = _sideLooks.At(result, round) });
                if (result.Outcome is ProbeOutcome.Failed && draws.Chance(.2) && DrawVariant(cell) is { } variant)
                {
                    results.Add(Probe(cell with { Depth = depth, Variant = variant }, round, at.AddSeconds(3), results.Count));
                }
            }
        }

        return results;
    }

    private ProbeVariant? DrawVariant(ProbedPath cell) => draws.Below(3) switch
    {
        0 => ProbeVariant.Keyless,
        1 => ProbeVariant.ListModels,
        _ => FleetTopology.ProxyOf(world.VantageOf(cell.Vantage)!, world.RouteOf(cell.Route)!) is null ? null : ProbeVariant.NoProxy,
    };

    /// <summary>
    /// What a probe sees that is asked for in the middle of a round; drawn apart, like what the looks after failures find.
    /// </summary>
    public Observation Answer(ProbedPath path, int round, int number) => _sideLooks.IsOpen(path)
        ? Probe(path, round, Start.AddMinutes(round).AddSeconds(35), number, looks) with { Id = $"asked{number}" }
        : new()
        {
            Id = $"asked{number}",
            Path = path,
            StartedAt = Start.AddMinutes(round).AddSeconds(35),
            Outcome = ProbeOutcome.Failed,
            Cause = Cause.TcpTimeout,
        };

    private Observation Probe(ProbedPath path, int round, DateTimeOffset at, int index) => Probe(path, round, at, index, draws);

    private Observation Probe(ProbedPath path, int round, DateTimeOffset at, int index, Draws draws)
    {
        var fault = faults.Where(fault => fault.At(round) > 0 && fault.Touches(path)).OrderBy(fault => fault.Component.Kind)
            .FirstOrDefault(fault => draws.Chance(fault.At(round)));
        var route = world.RouteOf(path.Route)!;
        var proxied = path.Variant is not ProbeVariant.NoProxy && FleetTopology.ProxyOf(world.VantageOf(path.Vantage)!, route) is not null;
        Cause? cause = null;
        _sideLooks.Failing = null;
        if (fault is not null)
        {
            _rounds[fault].Add(round);
            _sideLooks.Failing = fault;
            cause = fault.Look(proxied, route.Kind is RouteKind.Gateway);
        }
        else if (draws.Chance(_chance + _sick.GetValueOrDefault(path.Vantage)))
        {
            cause = draws.Weighted(TrueSymptoms.Chance);
        }

        var signed = fault is null ? draws.Chance(.7) : fault.Component.Kind is ComponentKind.Upstream
            || (fault.Component.Kind is not ComponentKind.Front && draws.Chance(.5));
        return new()
        {
            Id = $"p{index}",
            Path = path,
            StartedAt = at,
            Outcome = cause is null ? ProbeOutcome.Passed : ProbeOutcome.Failed,
            Cause = cause ?? Cause.Ok,
            RequestId = cause is Cause.ServerError && signed ? "req" : null,
        };
    }
}
