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

    private EmFit(EvidenceMatrix evidence, double[] chance, LocalizerParameters parameters, Suspicion[] members, ProfilePrior[] profiles)
    {
        (_evidence, _chance, _parameters, _members, _profiles) = (evidence, chance, parameters, members, profiles);
        _paths = new(members, evidence.Paths.Count);
        _groups = new(evidence, _paths);
    }

    public static Fit Run(
        EvidenceMatrix evidence, double[] chance, LocalizerParameters parameters, Suspicion[] members, ProfilePrior[] profiles) =>
        new EmFit(evidence, chance, parameters, members, profiles).Run();

    private Fit Run()
    {
        var untouched = UntouchedPaths.Guess(_evidence, _paths, _groups, Array.ConvertAll(_groups.All.ToArray(), IsPossible));
        var faults = Guess(untouched.Passed);
        var tolerance = _parameters.Priors.UntouchedPathCost / _parameters.Priors.Tempering;
        for (var step = 0; step < _parameters.Search.FitSteps; step++)
        {
            var made = Attribution.From(_groups, faults, _chance, _evidence.Rounds);
            faults = Refit(faults, made, untouched.Passed);
            untouched = untouched.Next(
                _evidence, _paths, faults, _groups, Array.ConvertAll(made.Makers, maker => maker >= 0), tolerance);
        }

        return Judge(faults, untouched);
    }

    private bool IsPossible(FailureGroup group) => Array.Exists(group.Members, member => IsPossible(group, member));

    private bool IsPossible(FailureGroup group, int member) => _profiles[member].Usual(group.View, group.Symptom) > Possible;

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

        foreach (var group in _groups.All)
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

    private Fault[] Refit(Fault[] before, Attribution made, Grid<int> passed)
    {
        Fault[] faults = [.. before.Select((fault, member) => fault with { Profile = _profiles[member].Fit(made.Symptoms[member]) })];
        for (var member = 0; member < faults.Length; member++)
        {
            faults[member] = faults[member] with { Course = CourseOf(member, faults, passed) };
        }

        return [.. faults.Select((fault, member) =>
        {
            var grown = fault with { Growth = GrowthOf(member, fault, made, passed) };
            var (trials, failures) = Totals(member, grown, made, passed);
            return grown with { Rate = FailureRate.Fit(trials, failures, _parameters.Priors) };
        })];
    }

    private Growth GrowthOf(int member, Fault fault, Attribution made, Grid<int> passed)
    {
        Span<double> through = stackalloc double[_evidence.Rounds];
        for (var round = 0; round < through.Length; round++)
        {
            through[round] = passed[member, round] + made.LetThrough[member, round];
        }

        return Growth.Fit(fault.Course, through, made.Failed[member], _parameters.Priors);
    }

    private Course CourseOf(int member, Fault[] faults, Grid<int> passed)
    {
        Span<double> odds = stackalloc double[_evidence.Rounds];
        var tempering = _parameters.Priors.Tempering;
        for (var round = 0; round < odds.Length; round++)
        {
            odds[round] = passed[member, round] == 0
                ? 0
                : tempering * passed[member, round] * Math.Log(1 - faults[member].WhileActive(round));
        }

        foreach (var at in _groups.Of(member))
        {
            ref readonly var group = ref _groups.All[at];
            odds[group.Round] += tempering * group.Count * Math.Log(PathWalk.Gain(group, member, faults, _chance));
        }

        return Course.Fit(odds, _parameters.Priors);
    }

    /// <summary>
    /// How many probes met the member while it was active, each counted by the share of its full rate then, and how many it failed.
    /// </summary>
    private (double Trials, double Failures) Totals(int member, Fault fault, Attribution made, Grid<int> passed)
    {
        var (trials, failures) = (0.0, 0.0);
        for (var round = 0; round < _evidence.Rounds; round++)
        {
            failures += made.Failed[member, round];
            trials += fault.Growth.Share(round) * (made.Failed[member, round]
                + (fault.Course.Active(round) * (passed[member, round] + made.LetThrough[member, round])));
        }

        return (trials, failures);
    }

    private Fit Judge(Fault[] fitted, UntouchedPaths untouched)
    {
        var made = Attribution.From(_groups, fitted, _chance, _evidence.Rounds);
        Fault[] faults = [.. fitted.Select((fault, member) => fault with { Profile = _profiles[member].Fit(made.Symptoms[member]) })];
        var likelihood = made.Likelihood(_groups, _chance);
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

            var (trials, failures) = Totals(member, fault, made, untouched.Passed);
            likelihood += fault.Profile.Charge(made.Symptoms[member]) + fault.Rate.Charge(trials, failures, _parameters.Priors);
        }

        var foreseen = new double[_groups.All.Length];
        for (var group = 0; group < foreseen.Length; group++)
        {
            foreseen[group] = PathWalk.Foreseen(_groups.All[group], faults, _profiles, _chance);
        }

        return new(faults, likelihood, UntouchedPathCount.Count(
            _evidence, _members, _paths, untouched), _groups.PerFailure(made.Unexplained, 1),
            _groups.PerFailure(foreseen, 0), _groups.PerFailure(made.Makers, -1));
    }
}
