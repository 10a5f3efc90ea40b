namespace ProbeFleet.Core.Incidents;

/// <summary>An open incident that the judge cannot read: what fails may be its fault.</summary>
/// <param name="Id">The incident's ID, or words for one that has none.</param>
/// <param name="Component">The name of its component; null when that cannot be read either.</param>
/// <param name="IsFresh">
/// Whether it was written within the window. Then who can read it may still follow it, and its receivers were told a moment ago.
/// </param>
public sealed record UnreadIncident(string Id, string? Component, bool IsFresh)
{
    /// <summary>Whether its fault may be one of a component.</summary>
    public bool MayBeOf(Component? component) => Component is null || Component == component?.Name;

    /// <summary>
    /// Whether no other incident is opened for a component meanwhile. It has to name the component: one that nobody can tell of would keep
    /// every fault of the fleet from being told.
    /// </summary>
    public bool HoldsBack(Component? component) => IsFresh && Component is not null && MayBeOf(component);
}

/// <summary>An incident that was not opened, since one that cannot be read may be of the same fault.</summary>
public sealed record HeldBack(Component Component, UnreadIncident Unread);

/// <summary>Keeps the openings back that may be second ones.</summary>
internal sealed class OpeningHolds(IReadOnlyList<UnreadIncident> unread)
{
    private readonly List<HeldBack> _held = [];

    public IReadOnlyList<HeldBack> Held => _held;

    /// <summary>Whether an incident of a component is not opened now.</summary>
    public bool Hold(Component component)
    {
        var holder = unread.FirstOrDefault(one => one.HoldsBack(component));
        if (holder is not null)
        {
            _held.Add(new(component, holder));
        }

        return holder is not null;
    }
}
