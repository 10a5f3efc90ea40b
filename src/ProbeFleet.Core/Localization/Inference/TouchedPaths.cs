namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The paths that a hypothesis' faults can touch, and which of its members touch each.</summary>
internal sealed class TouchedPaths
{
    private readonly List<int> _paths = [];
    private readonly List<int> _sets = [];
    private readonly List<int[]> _members = [];

    /// <param name="paths">How many paths the window has.</param>
    public TouchedPaths(Suspicion[] members, int paths)
    {
        Members = members.Length;
        var bits = new int[paths];
        for (var member = 0; member < members.Length; member++)
        {
            foreach (var path in members[member].Paths)
            {
                if (bits[path] == 0)
                {
                    _paths.Add(path);
                }

                bits[path] |= 1 << member;
            }
        }

        Dictionary<int, int> known = [];
        foreach (var path in _paths)
        {
            if (!known.TryGetValue(bits[path], out var set))
            {
                set = known[bits[path]] = _members.Count;
                _members.Add([.. Enumerable.Range(0, members.Length).Where(member => (bits[path] & (1 << member)) != 0)]);
            }

            _sets.Add(set);
        }
    }

    public int Count => _paths.Count;

    /// <summary>How many members the hypothesis has.</summary>
    public int Members { get; }

    /// <summary>How many different sets of members paths are touched by.</summary>
    public int Sets => _members.Count;

    /// <summary>The path, as its index in the window.</summary>
    public int this[int at] => _paths[at];

    /// <summary>Which set of members touches it.</summary>
    public int SetOf(int at) => _sets[at];

    /// <summary>The members of a set, in order.</summary>
    public int[] MembersOf(int set) => _members[set];
}
