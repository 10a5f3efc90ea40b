namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// The paths that a hypothesis sets aside at a fixed price: they always pass although they cross a member, and believing it would
/// cost more. A declared edge may be wrong, and a fault may spare a path.
/// </summary>
internal sealed class UntouchedPaths
{
    private readonly bool[] _isUntouched;

    private UntouchedPaths(EvidenceMatrix evidence, TouchedPaths paths, bool[] isUntouched)
    {
        (_isUntouched, Passed) = (isUntouched, new(paths.Members, evidence.Rounds));
        Grid<int> perSet = new(paths.Sets, evidence.Rounds);
        for (var at = 0; at < paths.Count; at++)
        {
            if (!isUntouched[at])
            {
                Add(evidence.Passed[paths[at]], perSet[paths.SetOf(at)]);
            }
        }

        for (var set = 0; set < paths.Sets; set++)
        {
            foreach (var member in paths.MembersOf(set))
            {
                Add(perSet[set], Passed[member]);
            }
        }
    }

    /// <summary>Whether a touched path is set aside, by its place.</summary>
    public ReadOnlySpan<bool> IsUntouched => _isUntouched;

    /// <summary>Per member and round: the probes that passed on its other paths.</summary>
    public Grid<int> Passed { get; }

    /// <summary>
    /// Before a first fit: the paths on which no member can have made a failure. They come back unless they are too many and too sure.
    /// </summary>
    /// <param name="isPossible">Per group of failures: whether a member can have made them.</param>
    public static UntouchedPaths Guess(EvidenceMatrix evidence, TouchedPaths paths, FailureGroups groups, bool[] isPossible)
    {
        return new(evidence, paths, Array.ConvertAll(groups.PathsWith(isPossible), isHit => !isHit));
    }

    /// <summary>The paths that no member failed and whose passes cost more than the tolerance: Σ passed · −log(1 − emission).</summary>
    /// <param name="isMade">Per group of failures: whether a member made them.</param>
    public UntouchedPaths Next(
        EvidenceMatrix evidence, TouchedPaths paths, Fault[] faults, FailureGroups groups, bool[] isMade, double tolerance)
    {
        var costs = CostsOfPassing(faults, evidence.Rounds);
        var isUntouched = groups.PathsWith(isMade);
        for (var at = 0; at < paths.Count; at++)
        {
            isUntouched[at] = !isUntouched[at]
                && CostsMore(evidence.Passed[paths[at]], paths.MembersOf(paths.SetOf(at)), costs, tolerance);
        }

        return isUntouched.AsSpan().SequenceEqual(_isUntouched) ? this : new(evidence, paths, isUntouched);
    }

    private static Grid<double> CostsOfPassing(Fault[] faults, int rounds)
    {
        Grid<double> costs = new(faults.Length, rounds);
        for (var member = 0; member < faults.Length; member++)
        {
            for (var round = 0; round < rounds; round++)
            {
                costs[member, round] = -Math.Log(1 - faults[member].Emission(round));
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
