namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Faults come in pairs when one event is behind both: a deployment hits a credential and what it deploys, a region's event its
/// network and its backends, a network's change its resolver and its proxy. Such a second fault is less of a surprise.
/// </summary>
internal static class RelatedFaults
{
    public static double Bonus(IReadOnlyList<Suspicion> members, bool[] accused, Priors priors)
    {
        for (var first = 0; first < members.Count; first++)
        {
            for (var second = first + 1; second < members.Count; second++)
            {
                if (accused[first] && accused[second]
                    && IsPair(members[first].Component.Kind, members[second].Component.Kind)
                    && members[first].Paths.Intersect(members[second].Paths).Any())
                {
                    // One event is one bonus, however many pairs it makes.
                    return priors.RelatedBonus;
                }
            }
        }

        return 0;
    }

    private static bool IsPair(ComponentKind first, ComponentKind second) => (first, second) is
        (ComponentKind.Credential, ComponentKind.Deployment)
        or (ComponentKind.Corridor, ComponentKind.Upstream)
        or (ComponentKind.Dns, ComponentKind.Proxy);
}
