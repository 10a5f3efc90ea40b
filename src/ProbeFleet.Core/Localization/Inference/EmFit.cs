namespace ProbeFleet.Core.Localization.Inference;

/// <summary>How a hypothesis fits the evidence once its rates, courses and profiles are fitted to it.</summary>
/// <param name="Likelihood">The log-likelihood in nats against "all by chance", with the charges for having been fitted.</param>
/// <param name="Spared">How many exceptions from the declared paths it needs.</param>
/// <param name="Unexplained">Per failure: how probable it is that no member explains it.</param>
/// <param name="Foreseen">Per failure: by how many nats it was more probable than by chance before profiles were fitted.</param>
/// <param name="Makers">Per failure: the member that most probably made it; -1 for chance.</param>
internal sealed record Fit(double Likelihood, int Spared, double[] Unexplained, double[] Foreseen, int[] Makers);

/// <summary>The EM steps of one hypothesis over the paths that its members touch.</summary>
internal sealed class EmFit
{
    private const int Steps = 4;
    private readonly EvidenceMatrix _evidence;
    private readonly double[] _chance;
    private readonly double _tempering;
    private readonly double _tolerance;
    private readonly Suspicion[] _members;
    private readonly MemberState[] _states;
    private readonly List<int> _paths;
    private readonly int[] _mask;
    private readonly List<FailureGroup> _groups = [];
    private readonly int[] _groupOf;
    private readonly bool[] _untouched;
    private readonly PerRound<int> _passed;
    private readonly double[] _share;
    private readonly PerRound<double> _survived;
    private readonly PathWalk _walk;

    private EmFit(
        EvidenceMatrix evidence, double[] chance, LocalizerSettings settings, Suspicion[] members, MemberState[] states, List<int> paths, int[] mask)
    {
        (_evidence, _chance, _members, _states, _paths, _mask) = (evidence, chance, members, states, paths, mask);
        _tempering = settings.Tempering;
        _tolerance = settings.UntouchedPathCost / settings.Tempering;
        _groupOf = new int[evidence.Failures.Length];
        Array.Fill(_groupOf, -1);
        _untouched = new bool[paths.Count];
        _passed = new(members.Length, evidence.Rounds);
        _share = new double[members.Length];
        _survived = new(members.Length, evidence.Rounds);
        _walk = new(states, chance);
    }

    /// <summary>Fits the members' states; the mask has, for each of the paths, the members that touch it as bits.</summary>
    public static Fit Run(
        EvidenceMatrix evidence, double[] chance, LocalizerSettings settings, Suspicion[] members, MemberState[] states, List<int> paths, int[] mask)
    {
        EmFit fit = new(evidence, chance, settings, members, states, paths, mask);
        fit.Begin();
        for (var step = 0; step < Steps; step++)
        {
            fit.Step();
        }

        return fit.Finish();
    }

    private void Begin()
    {
        Dictionary<long, int> index = [];
        foreach (var path in _paths)
        {
            foreach (var at in _evidence.FailuresOf[path])
            {
                var failure = _evidence.Failures[at];
                var view = _evidence.View[path];
                var key = (((((long)_mask[path] * SymptomTable.Views) + view) * _evidence.Rounds) + failure.Round) * Symptoms.Count + failure.Symptom;
                if (!index.TryGetValue(key, out var group))
                {
                    group = index[key] = _groups.Count;
                    _groups.Add(new() { Mask = _mask[path], View = view, Round = failure.Round, Symptom = failure.Symptom });
                }

                _groups[group].Count++;
                _groupOf[at] = group;
            }
        }

        // The first rates are those of the paths that fail at all; the others come back unless they are too many and too sure.
        for (var at = 0; at < _paths.Count; at++)
        {
            _untouched[at] = !_evidence.FailuresOf[_paths[at]].Any(IsPossible);
        }

        CountPassed();
        foreach (var state in _states)
        {
            Array.Fill(state.Course.Active, .05);
        }

        var failures = new double[_members.Length];
        foreach (var group in _groups)
        {
            for (var member = 0; member < _members.Length; member++)
            {
                if (group.Touches(member) && _states[member].Profile.Of(group.View, group.Symptom) > 1e-6)
                {
                    _states[member].Course.Active[group.Round] = 1;
                    failures[member] += group.Count;
                }
            }
        }

        // A first rate far above the true one would switch a rarely failing member off for good.
        for (var member = 0; member < _members.Length; member++)
        {
            var state = _states[member];
            var passed = Enumerable.Range(0, _evidence.Rounds).Where(round => state.Course.Active[round] > .5)
                .Sum(round => _passed[member, round]);
            state.Rate.Fit(failures[member] + passed, failures[member]);
        }
    }

    private bool IsPossible(int failure)
    {
        var group = _groups[_groupOf[failure]];
        for (var member = 0; member < _members.Length; member++)
        {
            if (group.Touches(member) && _states[member].Profile.Of(group.View, group.Symptom) > 1e-6)
            {
                return true;
            }
        }

        return false;
    }

    private void Step()
    {
        Attribute();
        FitActivity();
        FitRates();
        MarkUntouched();
    }

    private Fit Finish()
    {
        var likelihood = Attribute();
        var untouched = Spared.Count(_evidence, _members, _paths, _untouched);
        for (var member = 0; member < _members.Length; member++)
        {
            var state = _states[member];
            for (var round = 0; round < _evidence.Rounds; round++)
            {
                var passed = _passed[member, round];
                if (passed > 0)
                {
                    likelihood += passed * Math.Log(1 - state.Emission(round));
                }
            }

            var (trials, failures) = Totals(member);
            likelihood += state.Profile.Charge() + state.Rate.Charge(trials, failures);
        }

        return new(likelihood, untouched, PerFailure(group => group.Unexplained, 1), PerFailure(_walk.Foreseen, 0), PerFailure(group => group.Maker, -1));
    }

    private T[] PerFailure<T>(Func<FailureGroup, T> value, T elsewhere)
    {
        var perGroup = _groups.ConvertAll(group => value(group));
        return [.. _groupOf.Select(group => group < 0 ? elsewhere : perGroup[group])];
    }

    /// <summary>Shares each failure among the members on its path and chance; gives the failures' log-likelihood against chance alone.</summary>
    private double Attribute()
    {
        foreach (var state in _states)
        {
            state.Forget();
        }

        _survived.Clear();
        var likelihood = 0.0;
        foreach (var group in _groups)
        {
            var chance = _walk.Share(group, _share);
            var total = chance + _share.Sum();
            group.Unexplained = chance / total;
            group.Maker = MakerOf(chance);
            likelihood += group.Count * Math.Log(total / _chance[group.Symptom]);
            Take(group, chance, total);
        }

        foreach (var state in _states)
        {
            state.Profile.Fit();
        }

        return likelihood;
    }

    /// <summary>Gives each member its share of the failures; those made behind it are trials that it let through.</summary>
    private void Take(FailureGroup group, double chance, double total)
    {
        var behind = chance;
        for (var member = _members.Length - 1; member >= 0; member--)
        {
            if (group.Touches(member))
            {
                _states[member].Take(group.View, group.Symptom, group.Round, group.Count * _share[member] / total);
                _survived[member, group.Round] += group.Count * behind / total;
                behind += _share[member];
            }
        }
    }

    private int MakerOf(double chance)
    {
        var (maker, most) = (-1, chance);
        for (var member = 0; member < _members.Length; member++)
        {
            if (_share[member] > most)
            {
                (maker, most) = (member, _share[member]);
            }
        }

        return maker;
    }

    private void FitActivity()
    {
        for (var member = 0; member < _members.Length; member++)
        {
            var state = _states[member];
            var odds = new double[_evidence.Rounds];
            var survives = Math.Log(1 - state.Rate.Value);
            for (var round = 0; round < odds.Length; round++)
            {
                odds[round] = _tempering * _passed[member, round] * survives;
            }

            foreach (var group in _groups)
            {
                if (group.Touches(member))
                {
                    odds[group.Round] += _tempering * group.Count * Math.Log(_walk.Gain(group, member));
                }
            }

            state.Course.Fit(odds);
        }
    }

    private void FitRates()
    {
        for (var member = 0; member < _members.Length; member++)
        {
            var (trials, failures) = Totals(member);
            _states[member].Rate.Fit(trials, failures);
        }
    }

    private (double Trials, double Failures) Totals(int member)
    {
        var state = _states[member];
        var (trials, failures) = (0.0, 0.0);
        for (var round = 0; round < _evidence.Rounds; round++)
        {
            failures += state.Failed[round];
            trials += state.Failed[round] + (state.Course.Active[round] * (_passed[member, round] + _survived[member, round]));
        }

        return (trials, failures);
    }

    /// <summary>
    /// A path that always passes although it crosses a member is set aside, at a fixed price, when believing it would cost
    /// more: a declared edge may be wrong and a fault may spare a path.
    /// </summary>
    private void MarkUntouched()
    {
        var changed = false;
        var survives = SurvivesPerRound();
        for (var at = 0; at < _paths.Count; at++)
        {
            var isUntouched = !IsHit(_paths[at]) && CostOfPassing(_paths[at], survives) > _tolerance;
            changed |= isUntouched != _untouched[at];
            _untouched[at] = isUntouched;
        }

        if (changed)
        {
            CountPassed();
        }
    }

    private bool IsHit(int path)
    {
        foreach (var failure in _evidence.FailuresOf[path])
        {
            if (_groups[_groupOf[failure]].Maker >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private PerRound<double> SurvivesPerRound()
    {
        PerRound<double> survives = new(_members.Length, _evidence.Rounds);
        for (var member = 0; member < _members.Length; member++)
        {
            for (var round = 0; round < _evidence.Rounds; round++)
            {
                survives[member, round] = -Math.Log(1 - _states[member].Emission(round));
            }
        }

        return survives;
    }

    private double CostOfPassing(int path, PerRound<double> survives)
    {
        var cost = 0.0;
        var passed = _evidence.Passed[path];
        for (var member = 0; member < _members.Length; member++)
        {
            if ((_mask[path] & (1 << member)) != 0)
            {
                for (var round = 0; round < passed.Length; round++)
                {
                    cost += passed[round] * survives[member, round];
                }
            }
        }

        return cost;
    }

    private void CountPassed()
    {
        _passed.Clear();
        for (var at = 0; at < _paths.Count; at++)
        {
            if (_untouched[at])
            {
                continue;
            }

            var path = _paths[at];
            for (var member = 0; member < _members.Length; member++)
            {
                if ((_mask[path] & (1 << member)) == 0)
                {
                    continue;
                }

                for (var round = 0; round < _evidence.Rounds; round++)
                {
                    _passed[member, round] += _evidence.Passed[path, round];
                }
            }
        }
    }
}
