namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The hypotheses that were weighed. Each set of members is weighed once.</summary>
internal sealed class HypothesisPool(HypothesisScorer scorer)
{
    private readonly Dictionary<string, Hypothesis> _weighed = new() { [""] = scorer.Empty };

    /// <summary>"Nothing is at fault".</summary>
    public Hypothesis Empty => scorer.Empty;

    public Hypothesis Weigh(IReadOnlyList<Suspicion> members)
    {
        var key = Hypothesis.KeyOf(members);
        return _weighed.TryGetValue(key, out var known) ? known : _weighed[key] = scorer.Score(members);
    }

    /// <summary>All, best first.</summary>
    public List<Hypothesis> Ranked() =>
        [.. _weighed.Values.OrderByDescending(item => item.Score).ThenBy(item => item.Members.Count)
            .ThenBy(item => item.Key, StringComparer.Ordinal)];

    /// <summary>
    /// The sets of declared components, best first. "Something undeclared" explains everything at once; measured against it, sets that
    /// are still growing would be given up.
    /// </summary>
    public List<Hypothesis> Declared() => [.. Ranked().Where(item => !item.HasOther)];
}
