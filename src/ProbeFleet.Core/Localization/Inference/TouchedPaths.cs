namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The paths that a hypothesis' faults can touch, and which of its members touch each.</summary>
internal sealed class TouchedPaths
{
    private readonly int[] _paths;
    private readonly int[] _sets;
    private readonly List<(int Bits, int[] Members)> _members = [];

    public TouchedPaths(Suspicion[] members, FitScratch scratch)
    {
        (Members, _paths, _sets) = (members.Length, scratch.Paths, scratch.Sets);
        var bits = scratch.Bits;
        for (var member = 0; member < members.Length; member++)
        {
            foreach (var path in members[member].Paths)
            {
                if (bits[path] == 0)
                {
                    _paths[Count++] = path;
                }

                bits[path] |= 1 << member;
            }
        }

        // Paths of one set mostly follow each other.
        var set = 0;
        for (var at = 0; at < Count; at++)
        {
            ref var touching = ref bits[_paths[at]];
            _sets[at] = set = at > 0 && _members[set].Bits == touching ? set : SetOfBits(touching);
            touching = 0;
        }
    }

    public int Count { get; }

    /// <summary>How many members the hypothesis has.</summary>
    public int Members { get; }

    /// <summary>How many different sets of members paths are touched by.</summary>
    public int Sets => _members.Count;

    /// <summary>The path, as its index in the window.</summary>
    public int this[int at] => _paths[at];

    /// <summary>Which set of members touches it.</summary>
    public int SetOf(int at) => _sets[at];

    /// <summary>The members of a set, in order.</summary>
    public int[] MembersOf(int set) => _members[set].Members;

    /// <summary>The members of a set as bits of a number.</summary>
    public int BitsOf(int set) => _members[set].Bits;

    private int SetOfBits(int bits)
    {
        for (var set = 0; set < _members.Count; set++)
        {
            if (_members[set].Bits == bits)
            {
                return set;
            }
        }

        _members.Add((bits, [.. Enumerable.Range(0, Members).Where(member => (bits & (1 << member)) != 0)]));
        return _members.Count - 1;
    }
}
