namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Widens a member by one or two cells that fail although they are not declared to cross it: a declaration may be wrong.</summary>
internal sealed class WidenMove(Explainers explainers, Priors priors) : ISearchMove
{
    public IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool)
    {
        var left = explainers.LeftPaths(parent);
        var cells = explainers.CellsOf(left).Take(3).ToList();
        if (cells.Count is 0 or > 2)
        {
            yield break;
        }

        for (var index = 0; index < parent.Members.Count; index++)
        {
            var member = parent.Members[index];
            var isPlain = member.Component.Key is not ComponentKey.CommonCause && member is { IsWidened: false, HeldTo: [] };
            if (isPlain && member.Component.Kind is not ComponentKind.Other)
            {
                var key = $"{member.Key}+{string.Join('+', cells)}";
                var cost = member.Cost + (priors.UndeclaredPathCost * cells.Count);
                Suspicion widened = new(key, member.Component, [.. member.Paths.Union(left)], cost) { IsWidened = true };
                yield return [.. parent.Members.Select((item, at) => at == index ? widened : item)];
            }
        }
    }
}
