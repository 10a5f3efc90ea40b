namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Fits the faults of one hypothesis by EM (Dempster, Laird and Rubin 1977), over the paths that its members touch. The E-step is
/// <see cref="Attribution"/>; the M-step fits profiles, then courses, each with the courses fitted before it, then rates; then it is
/// looked anew which paths are set aside. A few steps are enough: the charges forgive what is left.
/// </summary>
internal sealed class EmFit
{
    private const double Possible = 1e-6;
    private readonly EvidenceMatrix _evidence;
    private readonly LocalizerParameters _parameters;
    private readonly Suspicion[] _members;
    private readonly ProfilePrior[] _profiles;
    private readonly FitScratch _scratch;
    private readonly TouchedPaths _paths;
    private readonly FailureGroups _groups;
    private readonly PathWalk _walk;
    private readonly Attribution _made;

    public EmFit(
        EvidenceMatrix evidence, double[] chance, LocalizerParameters parameters, Suspicion[] members, ProfilePrior[] profiles,
        FitScratch scratch)
    {
        (_evidence, _parameters, _members, _profiles, _scratch) = (evidence, parameters, members, profiles, scratch);
        _paths = new(members, scratch);
        _groups = new(evidence, _paths, scratch);
        _walk = new(members.Length, evidence.Rounds, chance, _groups.Looks);
        _made = new(_groups, _walk, members.Length, evidence.Rounds);
    }

    public Fit Run()
    {
        var isMade = PossibleGroups();
        var isOfTheWay = new bool[isMade.Length];
        UntouchedPaths untouched = new(_evidence, _paths, _groups, isMade, _scratch);
        var faults = Guess(untouched.Passed);
        var tolerance = _parameters.Priors.UntouchedPathCost / _parameters.Priors.Tempering;
        for (var step = 0; step < _parameters.Search.FitSteps; step++)
        {
            _made.Share(faults);
            Refit(faults, untouched.Passed);
            for (var group = 0; group < isMade.Length; group++)
            {
                var maker = _made.Makers[group];
                isMade[group] = maker >= 0;
                isOfTheWay[group] = maker >= 0 && Scope.CannotSpare(
                    _members[maker].Component.Kind, (Symptom)(_groups.Looks[_groups.All[group].Look] % Symptoms.Count));
            }

            untouched.LookAnew(_walk, isMade, isOfTheWay, tolerance);
        }

        return Judge(faults, untouched);
    }

    /// <summary>Per group: whether a member can have made its failures.</summary>
    private bool[] PossibleGroups()
    {
        var possible = new bool[_groups.All.Length];
        for (var at = 0; at < possible.Length; at++)
        {
            foreach (var member in _groups.All[at].Members)
            {
                possible[at] |= IsPossible(_groups.All[at], member);
            }
        }

        return possible;
    }

    private bool IsPossible(in FailureGroup group, int member)
    {
        var look = _groups.Looks[group.Look];
        return _profiles[member].Usual(look / Symptoms.Count, look % Symptoms.Count) > Possible;
    }

    /// <summary>
    /// The faults before the first step: active where they can have failed a probe, at the rate that follows. A first rate far above the
    /// true one would switch a rarely failing member off for good.
    /// </summary>
    private Fault[] Guess(Grid<int> passed)
    {
        Grid<double> active = new(_members.Length, _evidence.Rounds);
        var failed = new double[_members.Length];
        for (var member = 0; member < failed.Length; member++)
        {
            active[member].Fill(.05);
        }

        foreach (ref readonly var group in _groups.All)
        {
            foreach (var member in group.Members)
            {
                if (IsPossible(group, member))
                {
                    active[member, group.Round] = 1;
                    failed[member] += group.Count;
                }
            }
        }

        var faults = new Fault[_members.Length];
        for (var member = 0; member < faults.Length; member++)
        {
            var met = 0;
            for (var round = 0; round < _evidence.Rounds; round++)
            {
                met += active[member, round] > .5 ? passed[member, round] : 0;
            }

            var rate = FailureRate.Fit(failed[member] + met, failed[member], _parameters.Priors);
            faults[member] = new(rate, Course.Guess(active[member].ToArray()), _profiles[member].Unfitted(_groups.Looks));
        }

        return faults;
    }

    private void Refit(Fault[] faults, Grid<int> passed)
    {
        RefitProfiles(faults);
        _walk.Take(faults);
        for (var member = 0; member < faults.Length; member++)
        {
            faults[member] = faults[member] with { Course = CourseOf(member, passed) };
            _walk.Take(member, faults[member]);
        }

        for (var member = 0; member < faults.Length; member++)
        {
            var grown = faults[member] with { Growth = GrowthOf(member, faults[member], passed) };
            var (trials, failures) = Totals(member, grown, passed);
            faults[member] = grown with { Rate = FailureRate.Fit(trials, failures, _parameters.Priors) };
        }

        _walk.Take(faults);
    }

    private void RefitProfiles(Fault[] faults)
    {
        for (var member = 0; member < faults.Length; member++)
        {
            faults[member] = faults[member] with { Profile = _profiles[member].Fit(_groups.Looks, _made.Looks[member]) };
        }
    }

    private Growth GrowthOf(int member, Fault fault, Grid<int> passed)
    {
        Span<double> through = stackalloc double[_evidence.Rounds];
        for (var round = 0; round < through.Length; round++)
        {
            through[round] = passed[member, round] + _made.LetThrough[member, round];
        }

        return Growth.Fit(fault.Course, through, _made.Failed[member], _parameters.Priors);
    }

    private Course CourseOf(int member, Grid<int> passed)
    {
        Span<double> odds = stackalloc double[_evidence.Rounds];
        odds.Clear();
        var tempering = _parameters.Priors.Tempering;
        var (rate, survival) = (double.NaN, 0.0);
        var whileActive = _walk.WhileActive(member);
        for (var round = 0; round < odds.Length; round++)
        {
            if (passed[member, round] == 0)
            {
                continue;
            }

            // Most faults do not grow: then one logarithm is that of all rounds.
            if (whileActive[round] is var active && active != rate)
            {
                (rate, survival) = (active, Math.Log(1 - active));
            }

            odds[round] = tempering * passed[member, round] * survival;
        }

        foreach (ref readonly var group in _groups.All)
        {
            if (group.Crosses(member))
            {
                odds[group.Round] += tempering * group.Count * Math.Log(_walk.Gain(group, member));
            }
        }

        return Course.Fit(odds, _parameters.Priors);
    }

    /// <summary>
    /// How many probes met the member while it was active, each counted by the share of its full rate then, and how many it failed.
    /// </summary>
    private (double Trials, double Failures) Totals(int member, Fault fault, Grid<int> passed)
    {
        var (trials, failures) = (0.0, 0.0);
        for (var round = 0; round < _evidence.Rounds; round++)
        {
            failures += _made.Failed[member, round];
            trials += fault.Growth.Share(round) * (_made.Failed[member, round]
                + (fault.Course.Active(round) * (passed[member, round] + _made.LetThrough[member, round])));
        }

        return (trials, failures);
    }

    private Fit Judge(Fault[] fitted, UntouchedPaths untouched)
    {
        _made.Share(fitted);
        Fault[] faults = [.. fitted];
        RefitProfiles(faults);
        var likelihood = _made.Likelihood();
        for (var member = 0; member < faults.Length; member++)
        {
            var fault = faults[member];
            for (var round = 0; round < _evidence.Rounds; round++)
            {
                var passed = untouched.Passed[member, round];
                if (passed > 0)
                {
                    likelihood += passed * Math.Log(1 - fault.Emission(round));
                }
            }

            var (trials, failures) = Totals(member, fault, untouched.Passed);
            likelihood += fault.Profile.Charge(_made.Looks[member]) + fault.Rate.Charge(trials, failures, _parameters.Priors);
        }

        return new(fitted, faults, likelihood, UntouchedPathCount.Count(_evidence, _members, _paths, untouched));
    }

    /// <summary>Per failure: the member that most probably made it; -1 for chance.</summary>
    /// <returns>An array that is of no further use once the next fit is made.</returns>
    public int[] Makers()
    {
        Array.Fill(_scratch.Makers, -1);
        return _groups.PerFailure(_made.Makers, _scratch.Makers);
    }

    /// <summary>Fills in, per failure on the members' paths, how probable it is that none of these faults explains it.</summary>
    public void Unexplained(Fault[] faults, double[] unexplained)
    {
        _made.Share(faults);
        _groups.PerFailure(_made.Unexplained, unexplained);
    }

    /// <summary>
    /// Fills in, per failure on the members' paths, by how many nats these faults made it more probable than chance before their profiles
    /// were fitted. It is little for what only a fitted profile explains, which may well be a second fault's.
    /// </summary>
    public void Foreseen(Fault[] faults, double[] foreseen)
    {
        _walk.Take([.. faults.Select((fault, member) => fault with { Profile = _profiles[member].Unfitted(_groups.Looks) })]);
        var perGroup = new double[_groups.All.Length];
        for (var group = 0; group < perGroup.Length; group++)
        {
            perGroup[group] = _walk.Foreseen(_groups.All[group]);
        }

        _groups.PerFailure(perGroup, foreseen);
    }
}
