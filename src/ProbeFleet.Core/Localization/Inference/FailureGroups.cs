namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The failures on the paths that a hypothesis touches, in groups.</summary>
internal sealed class FailureGroups
{
    private readonly FailureGroup[] _groups;
    private readonly int[] _groupOf;
    private readonly int[][] _of;

    public FailureGroups(EvidenceMatrix evidence, TouchedPaths paths)
    {
        _groupOf = new int[evidence.Failures.Length];
        Array.Fill(_groupOf, -1);
        var known = new Grid<int>?[paths.Sets * SymptomTable.Views];
        List<FailureGroup> groups = [];
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
                    group = groups.Count;
                }

                _groupOf[index] = group - 1;
            }
        }

        _groups = [.. groups];
        foreach (var group in _groupOf)
        {
            if (group >= 0)
            {
                _groups[group] = _groups[group] with { Count = _groups[group].Count + 1 };
            }
        }

        _of = GroupsOf(paths.Members);
    }

    public ReadOnlySpan<FailureGroup> All => _groups;

    /// <summary>The groups whose paths cross the member, as indexes of <see cref="All"/>, in order.</summary>
    public ReadOnlySpan<int> Of(int member) => _of[member];

    /// <summary>Whether one of these failures, all on a touched path, is of a group that is marked.</summary>
    /// <param name="failures">The failures, as indexes in the window.</param>
    /// <param name="marked">Per group.</param>
    public bool AnyMarked(int[] failures, bool[] marked)
    {
        foreach (var failure in failures)
        {
            if (marked[_groupOf[failure]])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Per failure of the window the value of its group.</summary>
    public T[] PerFailure<T>(T[] perGroup, T elsewhere)
    {
        var values = new T[_groupOf.Length];
        for (var failure = 0; failure < values.Length; failure++)
        {
            values[failure] = _groupOf[failure] is >= 0 and var group ? perGroup[group] : elsewhere;
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
