namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The paths that a hypothesis' faults can touch, and which of its members touch each.</summary>
internal sealed class TouchedPaths
{
    private readonly int[] _paths;
    private readonly int[] _sets;
    private readonly List<int[]> _members = [];

    /// <param name="bits">Per path of the window: 0, before and after. It is one for all hypotheses, because most touch few paths.</param>
    public TouchedPaths(Suspicion[] members, int[] bits)
    {
        Members = members.Length;
        var count = 0;
        for (var member = 0; member < members.Length; member++)
        {
            foreach (var path in members[member].Paths)
            {
                count += bits[path] == 0 ? 1 : 0;
                bits[path] |= 1 << member;
            }
        }

        (_paths, _sets, count) = (new int[count], new int[count], 0);
        Dictionary<int, int> known = [];
        foreach (var member in members)
        {
            foreach (var path in member.Paths)
            {
                // What was met before, in this member or one before it, is 0 again.
                if (bits[path] is not 0 and var touching)
                {
                    if (!known.TryGetValue(touching, out var set))
                    {
                        set = known[touching] = _members.Count;
                        _members.Add(MembersIn(touching));
                    }

                    (_paths[count], _sets[count], bits[path]) = (path, set, 0);
                    count++;
                }
            }
        }
    }

    public int Count => _paths.Length;

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

    private int[] MembersIn(int bits) => [.. Enumerable.Range(0, Members).Where(member => (bits & (1 << member)) != 0)];
}
