namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Which components stand in for each other among the probable hypotheses.</summary>
internal static class IndistinguishableGroups
{
    /// <summary>One group per fault of the best hypothesis: the fault and the components that replace it in its rivals.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Groups(Posterior posterior, Thresholds thresholds)
    {
        var best = posterior.Hypotheses.FirstOrDefault(item => Posterior.AccusedOf(item).Any());
        if (best is null)
        {
            return [];
        }

        var members = Posterior.AccusedOf(best).Select(component => component.Name).ToHashSet();
        List<IReadOnlyList<string>> groups = [];
        foreach (var member in members.Order(StringComparer.Ordinal))
        {
            Dictionary<string, double> rivals = [];
            for (var index = 0; index < posterior.Hypotheses.Count; index++)
            {
                var names = Posterior.AccusedOf(posterior.Hypotheses[index]).Select(component => component.Name).ToHashSet();
                if (!names.Contains(member) && members.IsSubsetOf(names.Append(member)))
                {
                    foreach (var rival in names.Except(members))
                    {
                        rivals[rival] = rivals.GetValueOrDefault(rival) + posterior.Weights[index];
                    }
                }
            }

            var worth = rivals.Where(rival => rival.Value >= thresholds.Rival)
                .OrderByDescending(rival => rival.Value).ThenBy(rival => rival.Key, StringComparer.Ordinal);
            IReadOnlyList<string> group = [member, .. worth.Select(rival => rival.Key)];
            if (group.Count > 1)
            {
                groups.Add(group);
            }
        }

        return groups;
    }
}
