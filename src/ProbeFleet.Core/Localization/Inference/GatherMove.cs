namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Adds the one undeclared thing behind all components of a kind that a set leaves failing on all their paths.</summary>
internal sealed class GatherMove(Explainers explainers, Priors priors) : ISearchMove
{
    public IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool) =>
        from alike in explainers.Alike(parent)
        select (IReadOnlyList<Suspicion>)[.. parent.Members, JoinMove.Joined(alike, priors)];
}
