namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Two members of one kind may be one undeclared thing behind both, such as a resolver that two networks share.</summary>
internal sealed class JoinMove(Priors priors) : ISearchMove
{
    public IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool) =>
        from kind in parent.Members.Where(member => member.Component.Key is not ComponentKey.CommonCause)
            .GroupBy(member => member.Component.Kind)
        where kind.Count() > 1 && kind.Key is not ComponentKind.Other && Scope.HasCommonCauses(kind.Key)
        select (IReadOnlyList<Suspicion>)[.. parent.Members.Except(kind), Joined([.. kind], priors)];

    /// <summary>What these have in common.</summary>
    public static Suspicion Joined(IReadOnlyList<Suspicion> members, Priors priors)
    {
        var joined = Component.Common(
            [.. members.Select(member => member.Component).OrderBy(component => component.Name, StringComparer.Ordinal)]);
        var cost = priors.JoinCost.Fixed + members.Sum(member => priors.JoinCost.PerMember + member.Cost);
        int[] paths = [.. members.SelectMany(member => member.Paths).Distinct()];
        var isBehindGateways = members.Any(member => member.IsBehindGateways);
        return new($"{joined.Name}{(isBehindGateways ? "/gateways" : "")}", joined, paths, cost)
        {
            OneFace = priors.JoinedOneFace,
            IsWidened = isBehindGateways,
            IsBehindGateways = isBehindGateways,
        };
    }
}
