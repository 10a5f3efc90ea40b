namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// The paths that a hypothesis sets aside at a fixed price: they always pass although they cross a member, and believing it would
/// cost more. A declared edge may be wrong, and a fault may spare a path.
/// </summary>
internal sealed class UntouchedPaths
{
    private readonly EvidenceMatrix _evidence;
    private readonly TouchedPaths _paths;
    private readonly FailureGroups _groups;
    private readonly bool[] _isUntouched;
    private readonly bool[] _isHit;
    private readonly Grid<int> _passedOfSets;

    /// <summary>
    /// Before a first fit: the paths on which no member can have made a failure. They come back unless they are too many and too sure.
    /// </summary>
    /// <param name="isPossible">Per group of failures: whether a member can have made them.</param>
    public UntouchedPaths(
        EvidenceMatrix evidence, TouchedPaths paths, FailureGroups groups, ReadOnlySpan<bool> isPossible, FitScratch scratch)
    {
        (_evidence, _paths, _groups) = (evidence, paths, groups);
        (_isUntouched, _isHit) = (scratch.IsUntouched, scratch.IsHit);
        (Passed, _passedOfSets) = (new(paths.Members, evidence.Rounds), new(paths.Sets, evidence.Rounds));
        groups.MarkPathsWith(isPossible, _isHit.AsSpan(0, paths.Count));
        for (var at = 0; at < paths.Count; at++)
        {
            _isUntouched[at] = !_isHit[at];
        }

        SumPassed();
    }

    /// <summary>Whether a touched path is set aside, by its place.</summary>
    public ReadOnlySpan<bool> IsUntouched => _isUntouched.AsSpan(0, _paths.Count);

    /// <summary>Per member and round: the probes that passed on its other paths.</summary>
    public Grid<int> Passed { get; }

    /// <summary>
    /// Sets aside anew: the paths that no member failed and whose passes cost more than the tolerance, Σ passed · −log(1 − emission).
    /// </summary>
    /// <param name="isMade">Per group of failures: whether a member made them.</param>
    public void LookAnew(PathWalk walk, ReadOnlySpan<bool> isMade, double tolerance)
    {
        var costs = CostsOfPassing(walk);
        var changes = false;
        _groups.MarkPathsWith(isMade, _isHit.AsSpan(0, _paths.Count));
        for (var at = 0; at < _paths.Count; at++)
        {
            var isUntouched = !_isHit[at]
                && CostsMore(_evidence.Passed[_paths[at]], _paths.MembersOf(_paths.SetOf(at)), costs, tolerance);
            changes |= isUntouched != _isUntouched[at];
            _isUntouched[at] = isUntouched;
        }

        if (changes)
        {
            SumPassed();
        }
    }

    private void SumPassed()
    {
        _passedOfSets.Clear();
        Passed.Clear();
        for (var at = 0; at < _paths.Count; at++)
        {
            if (!_isUntouched[at])
            {
                Add(_evidence.Passed[_paths[at]], _passedOfSets[_paths.SetOf(at)]);
            }
        }

        for (var set = 0; set < _paths.Sets; set++)
        {
            foreach (var member in _paths.MembersOf(set))
            {
                Add(_passedOfSets[set], Passed[member]);
            }
        }
    }

    private Grid<double> CostsOfPassing(PathWalk walk)
    {
        Grid<double> costs = new(_paths.Members, _evidence.Rounds);
        for (var member = 0; member < costs.Rows; member++)
        {
            var emissions = walk.Emissions(member);
            for (var round = 0; round < emissions.Length; round++)
            {
                costs[member, round] = -Math.Log(1 - emissions[round]);
            }
        }

        return costs;
    }

    private static bool CostsMore(ReadOnlySpan<int> passed, int[] members, Grid<double> costs, double tolerance)
    {
        var cost = 0.0;
        foreach (var member in members)
        {
            var each = costs[member];
            for (var round = 0; round < passed.Length; round++)
            {
                cost += passed[round] * each[round];

                // No cost is negative, so that more rounds and members cannot lower it.
                if (cost > tolerance)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Add(ReadOnlySpan<int> counts, Span<int> to)
    {
        for (var at = 0; at < counts.Length; at++)
        {
            to[at] += counts[at];
        }
    }
}
