namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The failures on the paths that a hypothesis touches, in groups.</summary>
internal sealed class FailureGroups
{
    private readonly FailureGroup[] _groups;
    private readonly int[] _groupOf;

    public FailureGroups(EvidenceMatrix evidence, TouchedPaths paths)
    {
        _groupOf = new int[evidence.Failures.Length];
        Array.Fill(_groupOf, -1);
        var known = new Grid<int>?[paths.Sets * SymptomTable.Views];
        List<FailureGroup> groups = [];
        List<int> counts = [];
        for (var at = 0; at < paths.Count; at++)
        {
            var (view, set) = (evidence.View[paths[at]], paths.SetOf(at));
            var ofView = known[(set * SymptomTable.Views) + view] ??= new(evidence.Rounds, Symptoms.Count);
            foreach (var index in evidence.FailuresOf[paths[at]])
            {
                var failure = evidence.Failures[index];
                ref var group = ref ofView[failure.Round][failure.Symptom];
                if (group == 0)
                {
                    groups.Add(new(paths.MembersOf(set), view, failure.Round, failure.Symptom, 0));
                    counts.Add(0);
                    group = groups.Count;
                }

                counts[group - 1]++;
                _groupOf[index] = group - 1;
            }
        }

        _groups = [.. groups.Zip(counts, (group, count) => group with { Count = count })];
    }

    public ReadOnlySpan<FailureGroup> All => _groups;

    /// <summary>The group of a failure on a touched path.</summary>
    public int IndexOf(int failure) => _groupOf[failure];

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
}
