using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>What happens to a fleet of 20 vantages and 15 routes in so many days: faults, and all that is none.</summary>
internal sealed class MonthPlan
{
    private const int Vantages = 20;
    private const int Routes = 15;
    private const int RoundsADay = 24 * 60;
    private const int QuietBeforeTheFirst = 60;
    private const double FaultsADay = 2.2;

    private readonly Draws _draws;
    private readonly Dictionary<VantageName, List<int>> _versions = [];
    private readonly Dictionary<RouteName, List<int>> _changes = [];

    public MonthPlan(int seed, int days)
    {
        _draws = new(seed);
        Crossed = DrawFleet();
        Rounds = days * RoundsADay;
        Faults = DrawFaults();
        Blips = [.. Times(3).Select(DrawBlip)];
        var vantages = Crossed.Fleet.Vantages.Select(vantage => vantage.Name).ToList();
        VantageSpell Spell(int at, int least, int most) => new(_draws.Pick(vantages), at, at + least + _draws.Below(most - least));
        Silences =
        [
            .. Times(.5).Select(at => Spell(at, 15, 240)),
            .. Times(2).Select(at => Spell(at, 1, 3)),
            .. Faults.Where(_ => _draws.Chance(.25)).Select(SilenceDuring),
            .. Times(.3).SelectMany(at => Rollout(at, vantages)),
        ];
        LateRows = [.. Times(.3).Select(at => Spell(at, 2, 12))];
        NobodyJudges = Times(.5).SelectMany(at => Enumerable.Range(at, 2 + _draws.Below(3))).ToHashSet();
        foreach (var at in Times(.2))
        {
            Note(_changes, _draws.Pick(Crossed.Fleet.Routes).Name, at);
        }

        Skew = vantages.Index().ToDictionary(vantage => vantage.Item, vantage => TimeSpan.FromSeconds(
            vantage.Index switch { 3 => 50, 11 => -70, _ => _draws.Between(-3, 3) }));
        ChanceOf = vantages.Index().ToDictionary(vantage => vantage.Item, vantage => vantage.Index is 7 ? .01 : _draws.Between(.0003, .003));
    }

    public CrossedComponents Crossed { get; }

    public int Rounds { get; }

    public IReadOnlyList<MonthFault> Faults { get; }

    public IReadOnlyList<Blip> Blips { get; }

    /// <summary>Rounds that a vantage misses: outages, restarts, deployments.</summary>
    public IReadOnlyList<VantageSpell> Silences { get; }

    /// <summary>Rounds whose results storage gets when the spell is over.</summary>
    public IReadOnlyList<VantageSpell> LateRows { get; }

    /// <summary>Rounds after which no app judges.</summary>
    public IReadOnlySet<int> NobodyJudges { get; }

    /// <summary>By how much each vantage's clock is wrong.</summary>
    public IReadOnlyDictionary<VantageName, TimeSpan> Skew { get; }

    /// <summary>How often a probe from each vantage fails by chance.</summary>
    public IReadOnlyDictionary<VantageName, double> ChanceOf { get; }

    /// <summary>The route's fingerprint from a vantage in a round: it changes with the app's version and with the configuration.</summary>
    public string FingerprintOf(ProbedPath cell, int round) =>
        $"sha256:{cell.Route}-{Count(_changes, cell.Route, round)}-{Count(_versions, cell.Vantage, round)}";

    private static int Count<T>(Dictionary<T, List<int>> changes, T of, int round)
        where T : notnull => changes.GetValueOrDefault(of)?.Count(at => at <= round) ?? 0;

    private static void Note<T>(Dictionary<T, List<int>> changes, T of, int at)
        where T : notnull
    {
        changes.TryAdd(of, []);
        changes[of].Add(at);
    }

    private CrossedComponents DrawFleet()
    {
        var all = Enum.GetValues<ComponentKind>().Where(kind => kind is not (ComponentKind.Other or ComponentKind.Configuration)).ToList();
        while (true)
        {
            var crossed = new CrossedComponents(World.Draw(_draws, Vantages, Routes));
            if (all.TrueForAll(crossed.Kinds.Contains) && crossed.Cells.SelectMany(crossed.By).Any(component => component.IsNetwork))
            {
                return crossed;
            }
        }
    }

    private List<MonthFault> DrawFaults()
    {
        List<MonthFault> faults = [];
        Queue<FaultRecipe> kinds = [];
        foreach (var at in Times(FaultsADay).Where(at => at > QuietBeforeTheFirst))
        {
            if (kinds.Count == 0)
            {
                kinds = new(new FaultRecipes(_draws, Crossed).DrawAll().OrderBy(_ => _draws.Between(0, 1)).ToList());
            }

            faults.Add(DrawFault(kinds.Dequeue(), at));
        }

        return faults;
    }

    private MonthFault DrawFault(FaultRecipe recipe, int from)
    {
        // A fault of a quarter of an hour to five hours; it is over before the month is.
        var length = (int)(15 * Math.Exp(_draws.Between(0, 3)));
        var to = Math.Min(from + length, Rounds - 60);
        var rate = recipe.Rate ?? (_draws.Chance(.6) ? 1 : _draws.Between(.3, .9));
        var course = _draws.Between(0, 1);
        var comesAndGoes = recipe.Slow is null && course < .12;
        var ramps = recipe.Slow is null && course is >= .12 and < .2;
        var on = true;
        double[] rates =
        [
            .. Enumerable.Range(0, Math.Max(1, to - from)).Select(round =>
                comesAndGoes ? (on = _draws.Chance(1.0 / 3) ? !on : on) ? rate : 0
                : ramps ? rate * Math.Min(1, (round + 1) / 10.0)
                : rate),
        ];
        return new(
            recipe, new(new(_draws.Below(int.MaxValue)), recipe.Component, recipe.Touches, from, rates, recipe.Symptoms), from, to,
            rate >= 1 && !comesAndGoes && !ramps && recipe.Slow is null);
    }

    private Blip DrawBlip(int round)
    {
        var component = Crossed.Draw(_draws, _draws.Pick(Crossed.Kinds));
        var cause = new TrueFault(
            new(_draws.Below(int.MaxValue)), component, path => Crossed.By(path).Contains(component), round, [.9], null);
        return new(cause, round, TimeSpan.FromSeconds(_draws.Between(5, 45)));
    }

    private VantageSpell SilenceDuring(MonthFault fault)
    {
        var touched = Crossed.Cells.Where(fault.Recipe.Touches).Select(cell => cell.Vantage).Distinct().ToList();
        var from = fault.From + _draws.Below(Math.Max(1, fault.To - fault.From));
        return new(_draws.Pick(touched), from, from + 10 + _draws.Below(50));
    }

    /// <summary>A new version of the app, vantage by vantage within 20 minutes; each misses a round or two.</summary>
    private IEnumerable<VantageSpell> Rollout(int at, IReadOnlyList<VantageName> vantages)
    {
        foreach (var (index, vantage) in vantages.Index())
        {
            Note(_versions, vantage, at + index);
            yield return new(vantage, at + index, at + index + 1 + _draws.Below(2));
        }
    }

    /// <summary>Rounds at random, so many a day on average.</summary>
    private List<int> Times(double aDay)
    {
        List<int> times = [];
        for (var at = 0.0; at < Rounds - 90;)
        {
            times.Add((int)at);
            at += -Math.Log(1 - _draws.Between(0, 1)) * RoundsADay / aDay;
        }

        return [.. times.Skip(1)];
    }
}
