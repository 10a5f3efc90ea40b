namespace ProbeFleet.Core.Localization.Inference;

/// <summary>One member that explains two faults at once hides both: without it each rival is extended by what it leaves.</summary>
internal sealed class SplitMove(Explainers explainers, SearchLimits limits) : ISearchMove
{
    public IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool)
    {
        for (var index = 0; index < parent.Members.Count && parent.Members.Count <= limits.ExchangeSize; index++)
        {
            var split = parent.Members[index].Component;
            var rest = parent.Members.Where((_, at) => at != index).Select(member => member.Key).ToHashSet();
            var rivals = pool.Declared().Where(item => item.Members.Count == parent.Members.Count
                && item.Members.All(member => member.Component != split)
                && item.Members.Count(member => rest.Contains(member.Key)) == rest.Count).Take(limits.SplitRivals).ToList();
            foreach (var rival in rivals)
            {
                foreach (var more in explainers.Find(rival, limits.Extensions).Where(more => more.Component != split))
                {
                    yield return [.. rival.Members, more];
                }
            }
        }
    }
}
