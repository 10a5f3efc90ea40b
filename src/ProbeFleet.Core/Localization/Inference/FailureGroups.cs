namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The failures on the paths that a hypothesis touches, in groups.</summary>
internal sealed class FailureGroups
{
    private readonly EvidenceMatrix _evidence;
    private readonly TouchedPaths _paths;
    private readonly FailureGroup[] _groups;

    // Per failure of the touched paths, path by path: its group.
    private readonly int[] _groupOf;
    private readonly int[][] _of;

    public FailureGroups(EvidenceMatrix evidence, TouchedPaths paths)
    {
        (_evidence, _paths) = (evidence, paths);
        var (failed, next) = (0, 0);
        for (var at = 0; at < paths.Count; at++)
        {
            failed += evidence.FailuresOf[paths[at]].Length;
        }

        _groupOf = new int[failed];
        var known = new Grid<int>?[paths.Sets * SymptomTable.Views];
        List<FailureGroup> groups = [];
        List<int> counts = [];
        for (var at = 0; at < paths.Count; at++)
        {
            var failures = evidence.FailuresOf[paths[at]];
            if (failures.Length == 0)
            {
                continue;
            }

            var (view, set) = (evidence.View[paths[at]], paths.SetOf(at));
            var ofView = known[(set * SymptomTable.Views) + view] ??= new(evidence.Rounds, Symptoms.Count);
            foreach (var index in failures)
            {
                ref readonly var failure = ref evidence.Failures[index];
                ref var group = ref ofView[failure.Round][failure.Symptom];
                if (group == 0)
                {
                    groups.Add(new(paths.MembersOf(set), view, failure.Round, failure.Symptom, 0));
                    counts.Add(0);
                    group = groups.Count;
                }

                _groupOf[next++] = group - 1;
                counts[group - 1]++;
            }
        }

        _groups = new FailureGroup[groups.Count];
        for (var group = 0; group < _groups.Length; group++)
        {
            _groups[group] = groups[group] with { Count = counts[group] };
        }

        _of = GroupsOf(paths.Members);
    }

    public ReadOnlySpan<FailureGroup> All => _groups;

    /// <summary>The groups whose paths cross the member, as indexes of <see cref="All"/>, in order.</summary>
    public ReadOnlySpan<int> Of(int member) => _of[member];

    /// <summary>Per touched path: whether one of its failures is of a group that is marked.</summary>
    /// <param name="marked">Per group.</param>
    public bool[] PathsWith(bool[] marked)
    {
        var with = new bool[_paths.Count];
        var next = 0;
        for (var at = 0; at < with.Length; at++)
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
        for (var at = 0; at < _paths.Count; at++)
        {
            foreach (var failure in _evidence.FailuresOf[_paths[at]])
            {
                values[failure] = perGroup[_groupOf[next++]];
            }
        }

        return values;
    }

    private int[][] GroupsOf(int members)
    {
        var of = Enumerable.Range(0, members).Select(_ => new List<int>()).ToArray();
        for (var group = 0; group < _groups.Length; group++)
        {
            foreach (var member in _groups[group].Members)
            {
                of[member].Add(group);
            }
        }

        return Array.ConvertAll(of, groups => groups.ToArray());
    }
}
