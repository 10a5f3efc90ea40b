namespace ProbeFleet.Core.Localization.Inference;

/// <summary>What the paths of a window are told apart by, such as their hosts.</summary>
/// <param name="Of">Per path: its group; -1 for a path without one.</param>
/// <param name="Names">Per group: its name.</param>
internal sealed record PathGroups(int[] Of, IReadOnlyList<string> Names)
{
    public static PathGroups By(IReadOnlyList<string?> names)
    {
        Dictionary<string, int> known = [];
        var of = new int[names.Count];
        for (var path = 0; path < of.Length; path++)
        {
            of[path] = names[path] is not { } name ? -1 : known.TryGetValue(name, out var group) ? group : known[name] = known.Count;
        }

        return new(of, [.. known.Keys]);
    }
}
