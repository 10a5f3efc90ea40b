namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Finds the sets of faults worth weighing: every single explainer, then the best sets grown, then the best of all changed, so that
/// doubt is weighed too. Each way from one set to others is a move.
/// </summary>
internal sealed class HypothesisSearch
{
    private readonly SearchLimits _limits;
    private readonly HypothesisPool _pool;
    private readonly ISearchMove _begin;
    private readonly ISearchMove[] _grow;
    private readonly ISearchMove _exchange;
    private readonly ISearchMove _split;
    private readonly ISearchMove _join;
    private readonly ISearchMove _gather;

    public HypothesisSearch(EvidenceMatrix evidence, LocalizerParameters parameters, SymptomTable table)
    {
        Explainers explainers = new(evidence, parameters, table);
        (_limits, var priors) = (parameters.Search, parameters.Priors);
        _pool = new(new(evidence, parameters, table));
        _begin = new ExtendMove(explainers, _limits.Singles);
        _grow = [new ExtendMove(explainers, _limits.Extensions), new HideMove(explainers), new WidenMove(explainers, priors)];
        _exchange = new ExchangeMove(explainers, _limits);
        _split = new SplitMove(explainers, _limits);
        _join = new JoinMove(priors);
        _gather = new GatherMove(explainers, priors);
    }

    /// <summary>The hypotheses that were weighed, best first; "nothing is at fault" is among them.</summary>
    public IReadOnlyList<Hypothesis> Run()
    {
        Make(_begin, [_pool.Empty]);
        Grow();
        Make(_exchange, _pool.Ranked().Take(2));
        Make(_split, _pool.Declared().Take(1));
        Make(_join, _pool.Ranked().Take(3).Union(_pool.Declared().Take(3)));
        Make(_gather, [_pool.Empty, _pool.Declared()[0]]);
        Make(_exchange, _pool.Ranked().Take(1));
        return _pool.Ranked();
    }

    private void Grow()
    {
        for (var size = 2; size <= _limits.MostMembers; size++)
        {
            var declared = _pool.Declared();
            var least = declared[0].Score - _limits.HopelessGap;
            var parents = declared.Where(parent => parent.Members.Count == size - 1 && parent.Score > least)
                .Take(size <= _limits.BeamSize ? _limits.Beam : 1).ToList();
            foreach (var move in _grow)
            {
                Make(move, parents);
            }

            if (size == 2)
            {
                // What explains two faults at once leaves each of the two far behind, too far to be extended otherwise.
                Make(_split, parents.Take(1));
            }

            // Larger sets are worth a look only while they get better.
            if (parents is [] || (size >= _limits.BeamSize && _pool.Declared()[0].Members.Count < size))
            {
                break;
            }
        }
    }

    private void Make(ISearchMove move, IEnumerable<Hypothesis> parents)
    {
        foreach (var parent in parents.ToList())
        {
            foreach (var members in move.From(parent, _pool))
            {
                _pool.Weigh(members);
            }
        }
    }
}
