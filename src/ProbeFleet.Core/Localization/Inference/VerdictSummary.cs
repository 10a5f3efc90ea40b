using System.Globalization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The verdict in words.</summary>
internal static class VerdictSummary
{
    public static string Of(
        Owner owner, double sure, Suspect? component, IReadOnlyList<Suspect> suspects, Posterior posterior, IReadOnlyList<string> silent)
    {
        var answer = (owner, component) switch
        {
            (Owner.None, _) =>
                $"Nothing is at fault ({Percent(sure)}): what went wrong in this window is no more than chance or one passing disturbance explains.",
            (_, null) => "The evidence does not say who has to act.",
            (_, { Component.Kind: ComponentKind.Other }) =>
                $"What went wrong fits no declared component ({Percent(component.Probability)}): "
                + "something is shared that the fleet's configuration does not name.",
            _ => $"{component.Component.Name} is at fault ({Percent(component.Probability)}); {Percent(sure)} that {Words(owner)} has to act.",
        };
        var more = suspects.Where(suspect => suspect != component && suspect.Probability >= .5).Select(suspect => suspect.Component.Name).ToList();
        return answer
            + (more is [] ? "" : $" Also at fault: {string.Join(", ", more)}.")
            + (component is not null && posterior.CredibleSet() is { Count: > 1 } set ? $" Cannot yet be told apart: {string.Join(", ", set)}." : "")
            + (silent is [] ? "" : $" No data from {string.Join(", ", silent.Take(5))}{(silent.Count > 5 ? ", …" : "")}: that is not health.");
    }

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    private static string Words(Owner owner) => owner switch
    {
        Owner.Unknown => "an unknown owner",
        Owner.None => "nobody",
        Owner.ConnectionPath => "the owner of the connection path",
        Owner.Authentication => "the owner of keys and identities",
        Owner.Quota => "the owner of quota and billing",
        Owner.ApiServer => "the API's operator",
        Owner.RouteProvider => "the route's provider",
        Owner.Configuration => "the owner of the route's configuration",
    };
}
