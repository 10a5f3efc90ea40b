using System.Runtime.InteropServices;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The failures on the paths that a hypothesis touches, in groups.</summary>
internal sealed class FailureGroups
{
    private static readonly int LooksOfAll = SymptomTable.Views * Symptoms.Count;
    private readonly EvidenceMatrix _evidence;
    private readonly TouchedPaths _paths;
    private readonly List<FailureGroup> _groups;
    private readonly List<int> _keys;
    private readonly List<int> _failing;
    private readonly int[] _groupOf;

    public FailureGroups(EvidenceMatrix evidence, TouchedPaths paths, FitScratch scratch)
    {
        (_evidence, _paths, _groups, _keys) = (evidence, paths, scratch.Groups, scratch.Keys);
        (_failing, _groupOf) = (scratch.Failing, scratch.GroupOf);
        _failing.Clear();
        for (var at = 0; at < paths.Count; at++)
        {
            if (evidence.FailuresOf[paths[at]].Length > 0)
            {
                _failing.Add(at);
            }
        }

        _groups.Clear();
        _keys.Clear();
        Looks = Group(scratch.Numbers(paths.Sets), scratch.Looks);
    }

    public ReadOnlySpan<FailureGroup> All => CollectionsMarshal.AsSpan(_groups);

    /// <summary>The different looks of these failures.</summary>
    public int[] Looks { get; }

    /// <summary>Marks, for each touched path, whether one of its failures is of a group that is marked.</summary>
    /// <param name="marked">Per group.</param>
    /// <param name="with">Per touched path.</param>
    public void MarkPathsWith(ReadOnlySpan<bool> marked, Span<bool> with)
    {
        with.Clear();
        var next = 0;
        foreach (var at in _failing)
        {
            var end = next + _evidence.FailuresOf[_paths[at]].Length;
            while (next < end && !with[at])
            {
                with[at] = marked[_groupOf[next++]];
            }

            next = end;
        }
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

    /// <summary>Makes the groups, in the order in which their failures are met, and gives the looks, in that order too.</summary>
    /// <param name="numbers">Per set of members, round and look: the group's number, from 1 on; 0 for none.</param>
    /// <param name="numbersOfLooks">Per look: its number, from 1 on; 0 for none.</param>
    private int[] Group(Span<int> numbers, Span<int> numbersOfLooks)
    {
        List<int> looks = [];
        var next = 0;
        foreach (var at in _failing)
        {
            var set = _paths.SetOf(at);
            foreach (var failure in _evidence.FailuresOf[_paths[at]])
            {
                var key = (set * _evidence.Rounds * LooksOfAll) + _evidence.MomentOf[failure];
                ref var number = ref numbers[key];
                if (number == 0)
                {
                    var (round, look) = Math.DivRem(_evidence.MomentOf[failure], LooksOfAll);
                    ref var numberOfLook = ref numbersOfLooks[look];
                    if (numberOfLook == 0)
                    {
                        looks.Add(look);
                        numberOfLook = looks.Count;
                    }

                    _groups.Add(new(_paths.MembersOf(set), _paths.BitsOf(set), round, numberOfLook - 1));
                    _keys.Add(key);
                    number = _groups.Count;
                }

                CollectionsMarshal.AsSpan(_groups)[number - 1].Count++;
                _groupOf[next++] = number - 1;
            }
        }

        foreach (var key in _keys)
        {
            numbers[key] = 0;
        }

        foreach (var look in looks)
        {
            numbersOfLooks[look] = 0;
        }

        return [.. looks];
    }
}
