namespace ProbeFleet.Core.Localization.Inference;

/// <summary>A way from a hypothesis to others that are worth weighing.</summary>
internal interface ISearchMove
{
    /// <summary>The sets of members to weigh.</summary>
    IEnumerable<IReadOnlyList<Suspicion>> From(Hypothesis parent, HypothesisPool pool);
}
