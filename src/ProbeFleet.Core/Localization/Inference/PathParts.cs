namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The paths of a fault in the groups that it may be held to.</summary>
internal sealed class PathParts
{
    private readonly int[] _paths;
    private readonly PathGroups _groups;

    public PathParts(int[] paths, int[] failing, PathGroups groups, EvidenceMatrix evidence)
    {
        (_paths, Failing, _groups, Seen) = (paths, failing, groups, new int[groups.Names.Count]);
        foreach (var path in _paths)
        {
            Seen[groups.Of[path]] += evidence.PassedOf[path] + evidence.FailuresOf[path].Length;
        }

        Carried = Seen.Count(seen => seen > 0);
    }

    /// <summary>The paths on which something failed.</summary>
    public int[] Failing { get; }

    /// <summary>The names of all groups that have a path.</summary>
    public HashSet<string> AllNames => field ??= [.. _groups.Names.Where((_, group) => Seen[group] > 0)];

    /// <summary>The group of a path.</summary>
    public int GroupOf(int path) => _groups.Of[path];

    public HashSet<string> Names(List<int> groups) => [.. groups.Select(group => _groups.Names[group])];

    public int[] PathsIn(List<int> groups)
    {
        var isIn = new bool[Seen.Length];
        foreach (var group in groups)
        {
            isIn[group] = true;
        }

        return Array.FindAll(_paths, path => isIn[_groups.Of[path]]);
    }

    /// <summary>Per group: the observations on the paths.</summary>
    public int[] Seen { get; }

    /// <summary>How many groups have a path.</summary>
    public int Carried { get; }
}
