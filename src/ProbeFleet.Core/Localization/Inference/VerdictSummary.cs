namespace ProbeFleet.Core.Localization.Inference;

internal static class VerdictSummary
{
    private const double Sure = .75;

    public static string Write(
        Owner owner, Suspect? component, IReadOnlyList<Suspect> suspects, Posterior posterior, IReadOnlyList<string> silent)
    {
        var answer = (owner, component) switch
        {
            (Owner.None, _) =>
                "Nothing is at fault: what went wrong in this window is no more than chance or one passing disturbance explains.",
            (_, null) => "The evidence does not say who has to act.",
            (_, { Component: var cause }) when cause == Component.Other =>
                "What went wrong fits no declared component: "
                + "something is shared that the fleet's configuration does not name.",
            _ => $"{(component.Probability >= Sure ? "" : "Probably: ")}{component.Words} ({component.Component.Name}). {Words(owner)} "
                + "has to act.",
        };
        var more = suspects.Where(suspect => suspect != component && suspect.Probability >= .5).Select(
            suspect => suspect.Component.Name).ToList();
        return answer
            + (more is [] ? "" : $" Also at fault: {string.Join(", ", more)}.")
            + (component is not null
                && posterior.CredibleSet() is { Count: > 1 } set ? $" Cannot yet be told apart: {string.Join(", ", set)}." : "")
            + Silence(silent);
    }

    /// <summary>A sentence, with a space before it, on vantages without data; empty when there are none.</summary>
    public static string Silence(IReadOnlyList<string> silent) => silent is []
        ? ""
        : $" No data from {string.Join(", ", silent.Take(5))}{(silent.Count > 5 ? ", …" : "")}: that is not health.";

    private static string Words(Owner owner) => owner switch
    {
        Owner.Unknown => "An unknown owner",
        Owner.None => "Nobody",
        Owner.ConnectionPath => "The owner of the connection path",
        Owner.Authentication => "The owner of keys and identities",
        Owner.Quota => "The owner of quota and billing",
        Owner.ApiServer => "The API's operator",
        Owner.RouteProvider => "The route's provider",
        Owner.Configuration => "The owner of the route's configuration",
    };
}
