namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Leaves each member out, and puts each of its rivals in its place, so that doubt is weighed too.</summary>
internal sealed class ExchangeMove(Explainers explainers, SearchLimits limits) : ISearchMove
{
    public IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool)
    {
        if (parent.Members.Count < 2 || parent.Members.Count > limits.ExchangeSize)
        {
            yield break;
        }

        for (var index = 0; index < parent.Members.Count; index++)
        {
            Suspicion[] rest = [.. parent.Members.Where((_, at) => at != index)];
            foreach (var rival in explainers.Find(pool.Weigh(rest), limits.Exchanges))
            {
                yield return [.. rest, rival];
            }
        }
    }
}
