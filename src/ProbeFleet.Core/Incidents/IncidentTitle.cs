using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>Makes the title of an incident: which component does what to which routes.</summary>
internal static class IncidentTitle
{
    private const double Sure = .75;

    public static string Write(Incident incident)
    {
        VantageName[] vantages = [.. incident.Affected.Select(affected => affected.Vantage).Distinct()];
        var (subject, namesVantage) = incident.Component is { } component
            ? PlainWords.Subject(component, vantages)
            : ("Something that the fleet cannot name", false);
        var from = namesVantage
            || vantages is [] ? "" : vantages is [var one] ? $" from {one}" : PlainWords.Count(vantages.Length, " from {0} vantages");
        var sentence = $"{subject} {Verb(incident)} "
            + $"{PlainWords.RoutesOf([.. incident.Affected.Select(affected => affected.Route).Distinct()])}{from}";
        return incident.Confidence >= Sure || incident.Component is null ? sentence : $"Probably: {sentence}";
    }

    private static string Verb(Incident incident) => PlainWords.Verb(
        incident.Component?.Kind,
        incident.Affected.CountBy(affected => affected.Cause).OrderByDescending(cause => cause.Value).Select(cause => (Cause?)cause.Key)
            .FirstOrDefault(),
        incident.Affected is [_, ..] && incident.Affected.All(affected => affected.Slow is not null));
}
