namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The EM steps of one hypothesis over the paths that its members touch.</summary>
internal sealed class HypothesisFit
{
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
    private readonly int[] _passed;
    private readonly double[] _share;
    private readonly double[] _survived;
    private readonly PathWalk _walk;

    public HypothesisFit(
        EvidenceMatrix evidence, double[] chance, LocalizerSettings settings, Suspicion[] members, MemberState[] states, List<int> paths, int[] mask)
    {
        (_evidence, _chance, _members, _states, _paths, _mask) = (evidence, chance, members, states, paths, mask);
        _tempering = settings.Tempering;
        _tolerance = settings.UntouchedPathCost / settings.Tempering;
        _groupOf = new int[evidence.Failures.Length];
        Array.Fill(_groupOf, -1);
        _untouched = new bool[paths.Count];
        _passed = new int[members.Length * evidence.Rounds];
        _share = new double[members.Length];
        _survived = new double[members.Length * evidence.Rounds];
        _walk = new(states, chance);
    }

    public void Begin()
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
            Array.Fill(state.Active, .05);
        }

        var failures = new double[_members.Length];
        foreach (var group in _groups)
        {
            for (var member = 0; member < _members.Length; member++)
            {
                if (group.Touches(member) && _states[member].Profile(group.View, group.Symptom) > 1e-6)
                {
                    _states[member].Active[group.Round] = 1;
                    failures[member] += group.Count;
                }
            }
        }

        // A first rate far above the true one would switch a rarely failing member off for good.
        for (var member = 0; member < _members.Length; member++)
        {
            var state = _states[member];
            var passed = Enumerable.Range(0, _evidence.Rounds).Where(round => state.Active[round] > .5)
                .Sum(round => _passed[(member * _evidence.Rounds) + round]);
            state.FitRate(failures[member] + passed, failures[member]);
        }
    }

    private bool IsPossible(int failure)
    {
        var group = _groups[_groupOf[failure]];
        for (var member = 0; member < _members.Length; member++)
        {
            if (group.Touches(member) && _states[member].Profile(group.View, group.Symptom) > 1e-6)
            {
                return true;
            }
        }

        return false;
    }

    public void Step()
    {
        Attribute();
        FitActivity();
        FitRates();
        MarkUntouched();
    }

    public (double Likelihood, int Untouched, double[] Unexplained, double[] Foreseen, int[] Makers) Finish()
    {
        var likelihood = Attribute();
        var untouched = Spared.Count(_evidence, _members, _paths, _untouched);
        for (var member = 0; member < _members.Length; member++)
        {
            var state = _states[member];
            for (var round = 0; round < _evidence.Rounds; round++)
            {
                var passed = _passed[(member * _evidence.Rounds) + round];
                if (passed > 0)
                {
                    likelihood += passed * Math.Log(1 - state.Emission(round));
                }
            }

            var (trials, failures) = Totals(member);
            likelihood += state.Parsimony(trials, failures);
        }

        return (likelihood, untouched, PerFailure(group => group.Unexplained, 1), PerFailure(_walk.Foreseen, 0), PerFailure(group => group.Maker, -1));
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

        Array.Clear(_survived);
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
            state.FitProfile();
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
                _survived[(member * _evidence.Rounds) + group.Round] += group.Count * behind / total;
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
            var survives = Math.Log(1 - state.Rate);
            for (var round = 0; round < odds.Length; round++)
            {
                odds[round] = _tempering * _passed[(member * _evidence.Rounds) + round] * survives;
            }

            foreach (var group in _groups)
            {
                if (group.Touches(member))
                {
                    odds[group.Round] += _tempering * group.Count * Math.Log(_walk.Gain(group, member));
                }
            }

            state.FitCourse(odds);
        }
    }

    private void FitRates()
    {
        for (var member = 0; member < _members.Length; member++)
        {
            var (trials, failures) = Totals(member);
            _states[member].FitRate(trials, failures);
        }
    }

    private (double Trials, double Failures) Totals(int member)
    {
        var state = _states[member];
        var (trials, failures) = (0.0, 0.0);
        for (var round = 0; round < _evidence.Rounds; round++)
        {
            failures += state.Failed[round];
            var place = (member * _evidence.Rounds) + round;
            trials += state.Failed[round] + (state.Active[round] * (_passed[place] + _survived[place]));
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

    private double[] SurvivesPerRound()
    {
        var survives = new double[_members.Length * _evidence.Rounds];
        for (var index = 0; index < survives.Length; index++)
        {
            survives[index] = -Math.Log(1 - _states[index / _evidence.Rounds].Emission(index % _evidence.Rounds));
        }

        return survives;
    }

    private double CostOfPassing(int path, double[] survives)
    {
        var cost = 0.0;
        var passed = _evidence.Passed.AsSpan(path * _evidence.Rounds, _evidence.Rounds);
        for (var member = 0; member < _members.Length; member++)
        {
            if ((_mask[path] & (1 << member)) != 0)
            {
                for (var round = 0; round < passed.Length; round++)
                {
                    cost += passed[round] * survives[(member * passed.Length) + round];
                }
            }
        }

        return cost;
    }

    private void CountPassed()
    {
        Array.Clear(_passed);
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
                    _passed[(member * _evidence.Rounds) + round] += _evidence.Passed[(path * _evidence.Rounds) + round];
                }
            }
        }
    }
}
