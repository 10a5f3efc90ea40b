namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The failures on the paths that a hypothesis touches, in groups.</summary>
internal sealed class FailureGroups
{
    private readonly EvidenceMatrix _evidence;
    private readonly TouchedPaths _paths;
    private readonly FailureGroup[] _groups;

    // The touched paths on which something failed, by their places, and per failure on them, path by path, its group.
    private readonly int[] _failing;
    private readonly int[] _groupOf;

    public FailureGroups(EvidenceMatrix evidence, TouchedPaths paths, FitScratch scratch)
    {
        (_evidence, _paths) = (evidence, paths);
        List<int> failing = [];
        var failures = 0;
        for (var at = 0; at < paths.Count; at++)
        {
            if (evidence.FailuresOf[paths[at]].Length is > 0 and var failed)
            {
                failing.Add(at);
                failures += failed;
            }
        }

        (_failing, _groupOf) = ([.. failing], new int[failures]);
        var numbers = scratch.Numbers(paths.Sets);
        _groups = new FailureGroup[Number(numbers)];
        Count(numbers);
    }

    public ReadOnlySpan<FailureGroup> All => _groups;

    /// <summary>Per touched path: whether one of its failures is of a group that is marked.</summary>
    /// <param name="marked">Per group.</param>
    public bool[] PathsWith(bool[] marked)
    {
        var with = new bool[_paths.Count];
        var next = 0;
        foreach (var at in _failing)
        {
            for (var left = _evidence.FailuresOf[_paths[at]].Length; left > 0; left--)
            {
                with[at] |= marked[_groupOf[next++]];
            }
        }

        return with;
    }

    /// <summary>Fills in, for each failure of the window on a touched path, the value of its group.</summary>
    public T[] PerFailure<T>(T[] perGroup, T[] values)
    {
        var next = 0;
        foreach (var at in _failing)
        {
            foreach (var failure in _evidence.FailuresOf[_paths[at]])
            {
                values[failure] = perGroup[_groupOf[next++]];
            }
        }

        return values;
    }

    /// <summary>Numbers the groups in the order in which their failures are met, and gives how many they are.</summary>
    /// <param name="numbers">Per set of members, round and look: the group's number, from 1 on; 0 for none.</param>
    private int Number(Span<int> numbers)
    {
        var (groups, next) = (0, 0);
        foreach (var at in _failing)
        {
            foreach (var failure in _evidence.FailuresOf[_paths[at]])
            {
                ref var number = ref numbers[KeyOf(at, failure)];
                if (number == 0)
                {
                    number = ++groups;
                }

                _groupOf[next++] = number - 1;
            }
        }

        return groups;
    }

    private int KeyOf(int at, int failure) =>
        (((_paths.SetOf(at) * _evidence.Rounds) + _evidence.Failures[failure].Round) * SymptomTable.Views * Symptoms.Count)
            + _evidence.LookOf[failure];

    private void Count(Span<int> numbers)
    {
        var next = 0;
        foreach (var at in _failing)
        {
            foreach (var failure in _evidence.FailuresOf[_paths[at]])
            {
                ref var group = ref _groups[_groupOf[next++]];
                if (group.Count > 0)
                {
                    group = group with { Count = group.Count + 1 };
                    continue;
                }

                ref readonly var seen = ref _evidence.Failures[failure];
                group = new(_paths.MembersOf(_paths.SetOf(at)), _evidence.View[_paths[at]], seen.Round, seen.Symptom, 1);
                numbers[KeyOf(at, failure)] = 0;
            }
        }
    }
}
