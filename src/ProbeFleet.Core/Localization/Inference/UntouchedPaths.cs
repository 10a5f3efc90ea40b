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
            if (_isHit[at])
            {
                Add(evidence.Passed[paths[at]], _passedOfSets[paths.SetOf(at)], 1);
            }
        }

        SumPassed();
    }

    /// <summary>Whether a touched path is set aside, by its place.</summary>
    public ReadOnlySpan<bool> IsUntouched => _isUntouched.AsSpan(0, _paths.Count);

    /// <summary>Per member and round: the probes that passed on its other paths.</summary>
    public Grid<int> Passed { get; }

    /// <summary>
    /// Sets aside anew: the paths that no member failed and whose passes cost more than the tolerance, Σ passed · −log(1 − emission).
    /// None is set aside that takes the same way to the same server as one that a member on that way failed.
    /// </summary>
    /// <param name="isMade">Per group of failures: whether a member made them.</param>
    /// <param name="isOfTheWay">Per group of failures: whether their maker cannot spare another route over the same way.</param>
    public void LookAnew(PathWalk walk, ReadOnlySpan<bool> isMade, ReadOnlySpan<bool> isOfTheWay, double tolerance)
    {
        var costs = CostsOfPassing(walk);
        var changes = false;
        var failedWays = FailedWays(isOfTheWay);
        _groups.MarkPathsWith(isMade, _isHit.AsSpan(0, _paths.Count));
        for (var at = 0; at < _paths.Count; at++)
        {
            var isUntouched = !_isHit[at] && !failedWays.Contains(_evidence.Ways.Of[_paths[at]])
                && CostsMore(_paths[at], costs[_paths.SetOf(at)], tolerance);
            if (isUntouched != _isUntouched[at])
            {
                _isUntouched[at] = isUntouched;
                Add(_evidence.Passed[_paths[at]], _passedOfSets[_paths.SetOf(at)], isUntouched ? -1 : 1);
                changes = true;
            }
        }

        if (changes)
        {
            SumPassed();
        }
    }

    private HashSet<int> FailedWays(ReadOnlySpan<bool> isOfTheWay)
    {
        HashSet<int> ways = [];
        if (isOfTheWay.Contains(true))
        {
            _groups.MarkPathsWith(isOfTheWay, _isHit.AsSpan(0, _paths.Count));
            for (var at = 0; at < _paths.Count; at++)
            {
                if (_isHit[at] && _evidence.Ways.Of[_paths[at]] is >= 0 and var way)
                {
                    ways.Add(way);
                }
            }
        }

        return ways;
    }

    private void SumPassed()
    {
        Passed.Clear();
        for (var set = 0; set < _paths.Sets; set++)
        {
            foreach (var member in _paths.MembersOf(set))
            {
                Add(_passedOfSets[set], Passed[member], 1);
            }
        }
    }

    /// <summary>Per set of members: by round what one probe costs that passes them, and last what it costs at most.</summary>
    private Grid<double> CostsOfPassing(PathWalk walk)
    {
        Grid<double> costs = new(_paths.Sets, _evidence.Rounds + 1);
        for (var member = 0; member < _paths.Members; member++)
        {
            var emissions = walk.Emissions(member);
            for (var round = 0; round < emissions.Length; round++)
            {
                var cost = -Math.Log(1 - emissions[round]);
                for (var set = 0; set < costs.Rows; set++)
                {
                    costs[set, round] += (_paths.BitsOf(set) & (1 << member)) != 0 ? cost : 0;
                }
            }
        }

        for (var set = 0; set < costs.Rows; set++)
        {
            foreach (var cost in costs[set][..^1])
            {
                costs[set][^1] = Math.Max(costs[set][^1], cost);
            }
        }

        return costs;
    }

    private bool CostsMore(int path, ReadOnlySpan<double> costs, double tolerance)
    {
        // Mostly not even the dearest round for all of its passes would be too much.
        if (_evidence.PassedOf[path] * costs[^1] <= tolerance)
        {
            return false;
        }

        var passed = _evidence.Passed[path];
        var cost = 0.0;
        for (var round = 0; round < passed.Length; round++)
        {
            cost += passed[round] * costs[round];
        }

        return cost > tolerance;
    }

    private static void Add(ReadOnlySpan<int> counts, Span<int> to, int times)
    {
        for (var at = 0; at < counts.Length; at++)
        {
            to[at] += times * counts[at];
        }
    }
}
