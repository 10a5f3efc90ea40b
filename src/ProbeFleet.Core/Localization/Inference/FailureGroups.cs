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
        Dictionary<(int, int, int, int), int> known = [];
        List<FailureGroup> groups = [];
        List<int> counts = [];
        for (var at = 0; at < paths.Count; at++)
        {
            var (view, set) = (evidence.View[paths[at]], paths.SetOf(at));
            foreach (var index in evidence.FailuresOf[paths[at]])
            {
                var failure = evidence.Failures[index];
                var key = (set, view, failure.Round, failure.Symptom);
                if (!known.TryGetValue(key, out var group))
                {
                    group = known[key] = groups.Count;
                    groups.Add(new(paths.MembersOf(set), view, failure.Round, failure.Symptom, 0));
                    counts.Add(0);
                }

                counts[group]++;
                _groupOf[index] = group;
            }
        }

        _groups = [.. groups.Zip(counts, (group, count) => group with { Count = count })];
    }

    public ReadOnlySpan<FailureGroup> All => _groups;

    /// <summary>The group of a failure on a touched path.</summary>
    public int Of(int failure) => _groupOf[failure];

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
