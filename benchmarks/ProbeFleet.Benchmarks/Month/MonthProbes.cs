using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>One probe of the month.</summary>
/// <param name="Observation">What was seen.</param>
/// <param name="StoredAt">From when storage has it.</param>
/// <param name="Fault">The fault that failed it; null where it passed or failed by chance.</param>
internal sealed record MonthProbe(Observation Observation, DateTimeOffset StoredAt, MonthFault? Fault);

/// <summary>
/// Probes a fleet round by round as its vantages do: each a little late, by its own clock, with a burst after a first failure.
/// </summary>
internal sealed class MonthProbes(MonthPlan plan, int seed)
{
    private const int CompletionEvery = 5;
    private const double LostRounds = .003;
    private const double LostRows = .001;

    private readonly Draws _draws = new(seed);
    private readonly List<TrueFault> _active = [];
    private readonly HashSet<ProbedPath> _failing = [];
    private readonly Dictionary<TrueFault, MonthFault> _faults = plan.Faults.ToDictionary(fault => fault.True);
    private readonly ILookup<int, Blip> _blips = plan.Blips.ToLookup(blip => blip.Round);
    private SideLookSimulation? _looks;
    private int _count;

    private FleetTopology Fleet => plan.Crossed.Fleet;

    private SideLookSimulation Looks => _looks ??= new(new(~seed), Fleet, _active);

    public static DateTimeOffset StartOf(int round) => Simulation.Start.AddMinutes(round);

    /// <summary>Whether a vantage's app runs in a round.</summary>
    public bool IsSilent(VantageName vantage, int round) => plan.Silences.Any(spell => spell.Holds(vantage, round));

    public IReadOnlyList<MonthProbe> Run(int round)
    {
        _active.Clear();
        _active.AddRange(plan.Faults.Select(fault => fault.True).Concat(_blips[round].Select(blip => blip.Cause))
            .Where(fault => fault.At(round) > 0).OrderBy(fault => fault.Component.Kind));
        List<MonthProbe> probes = [];
        foreach (var vantage in Fleet.Vantages.Select(vantage => vantage.Name))
        {
            if (!IsSilent(vantage, round) && !_draws.Chance(LostRounds))
            {
                Run(vantage, round, probes);
            }
        }

        return probes;
    }

    /// <summary>What a probe sees that is asked for.</summary>
    public MonthProbe Answer(ProbedPath path, DateTimeOffset at)
    {
        var round = (int)(at - Simulation.Start).TotalMinutes;
        if (!Looks.IsOpen(path))
        {
            var closed = Observe(path, at, Cause.TcpTimeout) with { RouteFingerprint = plan.FingerprintOf(path, round) };
            return new(closed, at.AddSeconds(6), null);
        }

        return Probe(path, round, at);
    }

    private void Run(VantageName vantage, int round, List<MonthProbe> probes)
    {
        var began = StartOf(round).AddSeconds(_draws.Between(0, 6));
        var depth = round % CompletionEvery == 0 ? ProbeDepth.Completion : ProbeDepth.Authenticated;
        foreach (var cell in plan.Crossed.Cells.Where(cell => cell.Vantage == vantage))
        {
            var probe = Probe(cell with { Depth = depth }, round, began.AddSeconds(_draws.Between(0, 4)));
            var failed = probe.Observation.Outcome is ProbeOutcome.Failed;
            if (!_draws.Chance(LostRows))
            {
                probes.Add(probe with { Observation = probe.Observation with { Beside = Looks.At(probe.Observation, round) } });
            }

            var wasFailing = failed ? !_failing.Add(cell) : _failing.Remove(cell);
            if (failed && !wasFailing && IsWorthABurst(probe.Observation.Cause))
            {
                Burst(probe, round, probes);
            }
        }
    }

    private static bool IsWorthABurst(Cause cause) => CauseCatalog.Find(cause).Owner is not Owner.Configuration;

    /// <summary>Probes again, two to five seconds apart, until the app's own test decides.</summary>
    private void Burst(MonthProbe first, int round, List<MonthProbe> probes)
    {
        var path = first.Observation.Path with
        {
            Depth = RouteCell.DepthPast(first.Observation.Break, first.Observation.Path.Depth),
        };
        var decision = BurstTest.Decide([new(Passed: false, first.Observation.Cause)]);
        List<BurstAttempt> attempts = [];
        var at = first.StoredAt;
        var ends = StartOf(round).AddSeconds(54);
        while (decision.Verdict is BurstVerdict.Continue && at < ends)
        {
            at += decision.Wait + TimeSpan.FromSeconds(_draws.Between(0, 3));
            var again = Probe(path, round, at);
            probes.Add(again);
            attempts.Add(new(again.Observation.Outcome is ProbeOutcome.Passed, again.Observation.Cause));
            decision = BurstTest.Decide(attempts);
            at = again.StoredAt;
        }
    }

    private MonthProbe Probe(ProbedPath path, int round, DateTimeOffset at)
    {
        var hit = _active.FirstOrDefault(fault => IsOn(fault, round, at) && fault.Touches(path) && _draws.Chance(fault.At(round)));
        var fault = hit is null ? null : _faults.GetValueOrDefault(hit);
        var slow = fault?.Recipe.Slow;
        Looks.Failing = hit;
        var cause = hit is null ? _draws.Chance(plan.ChanceOf[path.Vantage]) ? _draws.Weighted(TrueSymptoms.Chance) : Cause.Ok
            : slow is null ? Look(hit, path) : Cause.Ok;
        fault?.Count(at, round);
        var seen = Observe(path, at, cause) with
        {
            Slow = slow,
            RouteFingerprint = plan.FingerprintOf(path, round),
            RequestId = cause is Cause.ServerError && hit?.Component.Kind is ComponentKind.Upstream ? "req" : null,
        };
        return new(seen, StoredAt(path.Vantage, round, at, cause), fault);
    }

    /// <summary>A blip ends within its round; a slowness is found when a stage was slow four times.</summary>
    private bool IsOn(TrueFault fault, int round, DateTimeOffset at) =>
        _faults.TryGetValue(fault, out var whole)
            ? whole.Recipe.Slow is null || round >= whole.From + 4
            : _blips[round].Any(blip => blip.Cause == fault && at < StartOf(round) + blip.Until);

    private Cause Look(TrueFault fault, ProbedPath path)
    {
        var route = Fleet.RouteOf(path.Route)!;
        var proxied = path.Variant is not ProbeVariant.NoProxy && FleetTopology.ProxyOf(Fleet.VantageOf(path.Vantage)!, route) is not null;
        return fault.Look(proxied, route.Kind is RouteKind.Gateway);
    }

    private Observation Observe(ProbedPath path, DateTimeOffset at, Cause cause) => new()
    {
        Id = new Guid(++_count, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).ToString(),
        Path = path,
        StartedAt = at + plan.Skew[path.Vantage],
        Outcome = cause is Cause.Ok ? ProbeOutcome.Passed : ProbeOutcome.Failed,
        Break = cause is Cause.Ok ? null : SideLookSimulation.StageOf(cause) ?? Stage.Respond,
        Cause = cause,
    };

    private DateTimeOffset StoredAt(VantageName vantage, int round, DateTimeOffset at, Cause cause)
    {
        var took = WireWord.Of(cause).Contains("timeout", StringComparison.Ordinal) ? _draws.Between(5, 15) : _draws.Between(.2, 3);
        var stored = at.AddSeconds(took + 2);
        return plan.LateRows.FirstOrDefault(spell => spell.Holds(vantage, round)) is { } late ? StartOf(late.To).AddSeconds(20) : stored;
    }
}
