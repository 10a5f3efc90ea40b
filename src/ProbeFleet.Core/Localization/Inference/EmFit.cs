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
    private readonly double[] _chance;
    private readonly LocalizerParameters _parameters;
    private readonly Suspicion[] _members;
    private readonly ProfilePrior[] _profiles;
    private readonly TouchedPaths _paths;
    private readonly FailureGroups _groups;

    private readonly Attribution _made;

    public EmFit(
        EvidenceMatrix evidence, double[] chance, LocalizerParameters parameters, Suspicion[] members, ProfilePrior[] profiles,
        FitScratch scratch)
    {
        (_evidence, _chance, _parameters, _members, _profiles) = (evidence, chance, parameters, members, profiles);
        _paths = new(members, scratch.Bits);
        _groups = new(evidence, _paths, scratch);
        _made = new(_groups, chance, members.Length, evidence.Rounds);
    }

    public Fit Run()
    {
        var untouched = UntouchedPaths.Guess(_evidence, _paths, _groups, PossibleGroups());
        var faults = Guess(untouched.Passed);
        var tolerance = _parameters.Priors.UntouchedPathCost / _parameters.Priors.Tempering;
        for (var step = 0; step < _parameters.Search.FitSteps; step++)
        {
            _made.Share(faults);
            faults = Refit(faults, untouched.Passed);
            untouched = untouched.Next(
                _evidence, _paths, faults, _groups, Array.ConvertAll(_made.Makers, maker => maker >= 0), tolerance);
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

    private bool IsPossible(in FailureGroup group, int member) => _profiles[member].Usual(group.View, group.Symptom) > Possible;

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

        return [.. _profiles.Select((profile, member) =>
        {
            var met = Enumerable.Range(0, _evidence.Rounds).Where(round => active[member, round] > .5).Sum(round => passed[member, round]);
            var rate = FailureRate.Fit(failed[member] + met, failed[member], _parameters.Priors);
            return new Fault(rate, Course.Guess(active[member].ToArray()), profile.Unfitted);
        })];
    }

    private Fault[] Refit(Fault[] before, Grid<int> passed)
    {
        Fault[] faults = [.. before.Select((fault, member) => fault with { Profile = _profiles[member].Fit(_made.Symptoms[member]) })];
        for (var member = 0; member < faults.Length; member++)
        {
            faults[member] = faults[member] with { Course = CourseOf(member, faults, passed) };
        }

        return [.. faults.Select((fault, member) =>
        {
            var grown = fault with { Growth = GrowthOf(member, fault, passed) };
            var (trials, failures) = Totals(member, grown, passed);
            return grown with { Rate = FailureRate.Fit(trials, failures, _parameters.Priors) };
        })];
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

    private Course CourseOf(int member, Fault[] faults, Grid<int> passed)
    {
        Span<double> odds = stackalloc double[_evidence.Rounds];
        odds.Clear();
        var tempering = _parameters.Priors.Tempering;
        var (rate, survival) = (double.NaN, 0.0);
        for (var round = 0; round < odds.Length; round++)
        {
            if (passed[member, round] == 0)
            {
                continue;
            }

            // Most faults do not grow: then one logarithm is that of all rounds.
            if (faults[member].WhileActive(round) is var active && active != rate)
            {
                (rate, survival) = (active, Math.Log(1 - active));
            }

            odds[round] = tempering * passed[member, round] * survival;
        }

        foreach (ref readonly var group in _groups.All)
        {
            if (group.Crosses(member))
            {
                odds[group.Round] += tempering * group.Count * Math.Log(PathWalk.Gain(group, member, faults, _chance));
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
        Fault[] faults = [.. fitted.Select((fault, member) => fault with { Profile = _profiles[member].Fit(_made.Symptoms[member]) })];
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
            likelihood += fault.Profile.Charge(_made.Symptoms[member]) + fault.Rate.Charge(trials, failures, _parameters.Priors);
        }

        return new(faults, likelihood, UntouchedPathCount.Count(_evidence, _members, _paths, untouched));
    }

    /// <summary>Per failure: the member that most probably made it; -1 for chance.</summary>
    /// <param name="scratch">Where it is written; of no further use once the next fit is asked.</param>
    public int[] Makers(int[] scratch)
    {
        Array.Fill(scratch, -1);
        return _groups.PerFailure(_made.Makers, scratch);
    }

    /// <summary>Per failure: how probable it is that no member explains it.</summary>
    public double[] Unexplained()
    {
        var unexplained = new double[_evidence.Failures.Length];
        Array.Fill(unexplained, 1);
        return _groups.PerFailure(_made.Unexplained, unexplained);
    }

    /// <summary>Per failure: by how many nats it was more probable than by chance before profiles were fitted.</summary>
    public double[] Foreseen(Fault[] faults)
    {
        var foreseen = new double[_groups.All.Length];
        for (var group = 0; group < foreseen.Length; group++)
        {
            foreseen[group] = PathWalk.Foreseen(_groups.All[group], faults, _profiles, _chance);
        }

        return _groups.PerFailure(foreseen, new double[_evidence.Failures.Length]);
    }
}
