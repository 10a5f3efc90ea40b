namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Adds what explains most of what a set leaves, as Flock does (CoNEXT 2023).</summary>
internal sealed class ExtendMove(Explainers explainers, int count) : ISearchMove
{
    public IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool) =>
        explainers.Find(parent, count).Select<Suspicion, Suspicion[]>(more => [.. parent.Members, more]);
}
