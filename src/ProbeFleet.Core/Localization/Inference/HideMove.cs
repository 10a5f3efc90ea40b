namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Adds what explains best what a set explains only with fitted profiles: a second fault may hide behind a first.</summary>
internal sealed class HideMove(Explainers explainers) : ISearchMove
{
    public IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool) =>
        explainers.Hidden(parent).Select<Suspicion, Suspicion[]>(more => [.. parent.Members, more]);
}
