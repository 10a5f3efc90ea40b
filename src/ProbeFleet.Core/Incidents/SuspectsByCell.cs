using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>Maps each failing cell to the component accused of its failures.</summary>
internal sealed class SuspectsByCell
{
    private const double Accused = .5;

    /// <summary>A suspect is kept while at least half as probable as its rival, so that the name does not alternate.</summary>
    private const double IncumbentAdvantage = .5;

    private readonly Dictionary<RouteCell, Suspect> _byCell = [];
    private readonly IReadOnlyList<Suspect> _accused;

    private SuspectsByCell(FaultLocalization localization, IReadOnlyList<Suspect> accused) =>
        (Localization, _accused) = (localization, accused);

    public FaultLocalization Localization { get; }

    /// <summary>The accused components with their cells, most probable first.</summary>
    public IEnumerable<IGrouping<Suspect, RouteCell>> Groups =>
        _byCell.GroupBy(item => item.Value, item => item.Key)
            .OrderByDescending(group => group.Key.Probability)
            .ThenBy(group => group.Key.Component.Name, StringComparer.Ordinal);

    /// <summary>Assigns each cell to the suspect that explained it before while it is accused, or else to the most probable.</summary>
    /// <param name="before">The components of the open incidents to which failing cells belong.</param>
    public static SuspectsByCell From(
        FaultLocalization localization, FleetTopology topology, IEnumerable<CellEvidence> failing,
        IReadOnlyDictionary<RouteCell, string> before)
    {
        var accused = AccusedBy(localization);
        var accusations = new SuspectsByCell(localization, accused);
        foreach (var cell in accused is [] ? [] : failing)
        {
            var crossed = cell.Failures
                .SelectMany(failure => topology.Crossed(failure.Path with { Instance = failure.Instance }))
                .Concat(topology.SetUp(cell.Cell.Vantage, cell.Cell.Route))
                .Select(component => component.Name)
                .ToHashSet(StringComparer.Ordinal);
            var known = before.GetValueOrDefault(cell.Cell);
            List<Suspect> able =
            [
                .. accused.Where(suspect => suspect.Component.IsAmong(crossed)),
                .. accused.Where(suspect => suspect.Beyond.Contains((cell.Cell.Vantage, cell.Cell.Route))),
            ];
            var chosen = able.Find(suspect => suspect.Component.Name == known) ?? able.FirstOrDefault() ?? accused.FirstOrDefault(IsOther);
            if (chosen is not null)
            {
                accusations._byCell[cell.Cell] = chosen;
            }
        }

        return accusations;
    }

    /// <summary>The component as a suspect; null when it is not accused.</summary>
    public Suspect? Find(Component? component) => _accused.FirstOrDefault(suspect => suspect.Component.Name == component?.Name);

    /// <summary>Chooses the suspect to keep: the named one, unless it is much less probable than its rival.</summary>
    public Suspect Keep(Component? named, Suspect rival) =>
        Localization.Suspects.FirstOrDefault(suspect => suspect.Component.Name == named?.Name) is { } known
            && known.Probability >= IncumbentAdvantage * rival.Probability
            ? known
            : rival;

    /// <summary>The summary of a suspect, in one or two sentences.</summary>
    public string Summary(Suspect suspect) => Localization.Verdict.Component?.Name == suspect.Component.Name
        ? Localization.Verdict.Summary
        : $"{suspect.Words} ({suspect.Component.Name}), beside other faults at the same time.";

    private static List<Suspect> AccusedBy(FaultLocalization localization)
    {
        if (localization.Verdict.Owner is Owner.None || localization.NoFault >= Accused)
        {
            return [];
        }

        var accused = localization.Suspects.Where(suspect => suspect.Probability >= Accused).ToList();
        if (accused is [] && localization.Suspects.FirstOrDefault(
            suspect => suspect.Component.Name == localization.Verdict.Component?.Name) is { } top)
        {
            accused.Add(top);
        }

        return accused;
    }

    private static bool IsOther(Suspect suspect) => suspect.Component.Kind is ComponentKind.Other;
}
