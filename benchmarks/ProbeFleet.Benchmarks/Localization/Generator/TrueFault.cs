using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>One fault as it really is: what it hits, when, how often, and how it looks in each view.</summary>
internal sealed class TrueFault
{
    private readonly Draws _draws;
    private readonly int _from;
    private readonly double[] _course;
    private readonly IReadOnlyList<(Cause Cause, double Weight)>? _symptoms;
    private readonly Dictionary<(bool Proxied, bool Gateway), (Cause[] Causes, double[] Shares)> _looks = [];

    public TrueFault(Draws draws, Component component, Func<ProbedPath, bool> touches, int rounds, bool misleading, bool blip)
    {
        _draws = draws;
        Component = component;
        Touches = touches;
        Misleading = misleading;
        Rate = draws.Chance(.5) ? 1 : draws.Between(.15, .9);
        _course = blip ? OneRound(rounds) : Course(rounds);
    }

    /// <summary>A fault with a known course.</summary>
    /// <param name="from">The first round of its course.</param>
    /// <param name="course">Per round from then on: how probable it is that the fault fails a probe.</param>
    /// <param name="symptoms">What it looks like; null for what faults of its kind usually look like.</param>
    public TrueFault(
        Draws draws, Component component, Func<ProbedPath, bool> touches, int from, double[] course,
        IReadOnlyList<(Cause Cause, double Weight)>? symptoms)
    {
        _draws = draws;
        (Component, Touches, Rate) = (component, touches, course.Max());
        (_from, _course, _symptoms) = (from, course, symptoms);
    }

    public Component Component { get; }

    public Func<ProbedPath, bool> Touches { get; }

    public bool Misleading { get; }

    public double Rate { get; }

    /// <summary>How probable it is that the fault fails a probe in a round.</summary>
    public double At(int round) => round >= _from && round - _from < _course.Length ? _course[round - _from] : 0;

    /// <summary>The cause that a probe which this fault fails is diagnosed with.</summary>
    public Cause Look(bool proxied, bool gateway)
    {
        if (!_looks.TryGetValue((proxied, gateway), out var look))
        {
            var weights = Misleading
                ? [.. TrueSymptoms.Misleading(Component.Kind, gateway).Select(cause => (Cause: cause, Weight: 1.0))]
                : _symptoms ?? TrueSymptoms.Typical(Component.Kind, proxied, gateway);
            var total = weights.Sum(item => item.Weight);
            var strength = Misleading ? 2.0 : 3.0;
            look = _looks[(proxied, gateway)] =
                ([.. weights.Select(item => item.Cause)], _draws.Dirichlet([.. weights.Select(item => strength * item.Weight / total)]));
        }

        return _draws.Weighted([.. look.Causes.Zip(look.Shares)]);
    }

    private double[] OneRound(int rounds)
    {
        var course = new double[rounds];
        course[_draws.Below(rounds)] = .8;
        return course;
    }

    private double[] Course(int rounds)
    {
        var course = new double[rounds];
        var onset = _draws.Below(5);
        var shape = _draws.Between(0, 1);
        var on = true;
        for (var round = onset; round < rounds; round++)
        {
            course[round] = shape switch
            {
                < .2 => (on = _draws.Chance(1.0 / 3) ? !on : on) ? Rate : 0,
                < .3 => _draws.Chance(.5) ? Rate : 0,
                < .4 => Rate * (round - onset + 1) / (rounds - onset),
                _ => Rate,
            };
        }

        return course;
    }
}
