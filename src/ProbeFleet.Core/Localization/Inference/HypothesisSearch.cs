using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Finds the sets of faults worth weighing: every single explainer, then the best sets extended by what explains most of what
/// they leave (as Flock does) and by what may hide behind their members, then each member of the best set exchanged for its rivals
/// so that doubt is weighed too.
/// </summary>
internal sealed class HypothesisSearch(EvidenceMatrix evidence, LocalizerSettings settings, SymptomTable table)
{
    private const int Singles = 24;
    private const int Beam = 5;
    private const int Extensions = 6;
    private const int HiddenExtensions = 3;
    private const int SplitRivals = 4;
    private const int MostMembers = 16;
    private const double HopelessGap = 25;
    private readonly HypothesisScorer _scorer = new(evidence, settings, table);
    private readonly QuickScore _quick = new(evidence, settings, table);
    private readonly Dictionary<string, Hypothesis> _seen = [];

    /// <summary>The hypotheses that were weighed, best first; "nothing is at fault" is among them.</summary>
    public IReadOnlyList<Hypothesis> Run()
    {
        _seen[""] = _scorer.Empty;
        foreach (var single in Candidates(_scorer.Empty, Singles))
        {
            Weigh([single]);
        }

        for (var size = 2; size <= MostMembers; size++)
        {
            var declared = Declared();
            var parents = declared.Where(parent => parent.Members.Count == size - 1 && parent.Score > declared[0].Score - HopelessGap)
                .Take(size <= 4 ? Beam : 1).ToList();
            foreach (var parent in parents)
            {
                Extend(parent);
            }

            // Larger sets are worth a look only while they get better.
            if (parents is [] || (size > 3 && Declared()[0].Members.Count < size))
            {
                break;
            }
        }

        ExchangeMembers();
        SplitMembers();
        JoinMembers();
        return Ranked();
    }

    private List<Hypothesis> Ranked() =>
        [.. _seen.Values.OrderByDescending(item => item.Score).ThenBy(item => item.Members.Count).ThenBy(item => item.Key, StringComparer.Ordinal)];

    /// <summary>
    /// The sets of declared components. "Something undeclared" explains everything at once; measured against it, sets that
    /// are still growing would be given up.
    /// </summary>
    private List<Hypothesis> Declared() =>
        [.. Ranked().Where(item => item.Members.All(member => member.Component.Kind is not ComponentKind.Other))];

    private void Weigh(IReadOnlyList<Suspicion> members)
    {
        var key = Hypothesis.KeyOf(members);
        if (!_seen.ContainsKey(key))
        {
            _seen[key] = _scorer.Score(members);
        }
    }

    private void Extend(Hypothesis parent)
    {
        foreach (var more in Candidates(parent, Extensions).Concat(_quick.Hidden(parent, HiddenExtensions)))
        {
            Weigh([.. parent.Members, more]);
        }

        foreach (var (index, widened) in Undeclared(parent))
        {
            Weigh([.. parent.Members.Index().Select(item => item.Index == index ? widened : item.Item)]);
        }
    }

    private List<Suspicion> Candidates(Hypothesis parent, int count)
    {
        List<Suspicion> candidates = [.. _quick.Left(parent, count)];
        if (parent.Members.All(member => member.Component.Kind is not ComponentKind.Other) && LeftPaths(parent) is { Length: > 0 } left)
        {
            var cells = left.Select(path => (evidence.Paths[path].Vantage, evidence.Paths[path].Route)).Distinct().Count();
            candidates.Add(new("other", Component.Other, left, OtherCost + (OtherCellCost * cells)) { OneFace = 1 });
        }

        return candidates;
    }

    /// <summary>The paths on which a hypothesis leaves failures in several rounds.</summary>
    private int[] LeftPaths(Hypothesis parent)
    {
        List<int> left = [];
        for (var path = 0; path < evidence.FailuresOf.Length; path++)
        {
            var first = -1;
            foreach (var at in evidence.FailuresOf[path])
            {
                if (parent.Unexplained[at] <= .5)
                {
                    continue;
                }

                if (first >= 0 && first != evidence.Failures[at].Round)
                {
                    left.Add(path);
                    break;
                }

                first = evidence.Failures[at].Round;
            }
        }

        return [.. left];
    }

    /// <summary>Members widened by one or two paths that fail although they are not declared to cross them.</summary>
    private IEnumerable<(int Member, Suspicion Widened)> Undeclared(Hypothesis parent)
    {
        var left = LeftPaths(parent);
        var cells = left.Select(path => (evidence.Paths[path].Vantage, evidence.Paths[path].Route)).Distinct().ToList();
        if (cells.Count is 0 or > 2)
        {
            yield break;
        }

        for (var index = 0; index < parent.Members.Count; index++)
        {
            var member = parent.Members[index];
            if (member.Component.Kind is not ComponentKind.Other
                && member.Component.Key is not ComponentKey.CommonCause && member is { IsWidened: false, HeldTo: [] })
            {
                var key = $"{member.Key}+{string.Join('+', cells)}";
                var cost = member.Cost + (settings.UndeclaredPathCost * cells.Count);
                yield return (index, new(key, member.Component, [.. member.Paths.Union(left)], cost) { IsWidened = true });
            }
        }
    }

    private void ExchangeMembers()
    {
        foreach (var best in Ranked().Take(2).Where(best => best.Members.Count is > 1 and <= 4).ToList())
        {
            for (var index = 0; index < best.Members.Count; index++)
            {
                List<Suspicion> rest = [.. best.Members.Where((_, at) => at != index)];
                Weigh(rest);
                foreach (var rival in Candidates(_seen[Hypothesis.KeyOf(rest)], Extensions + 2))
                {
                    Weigh([.. rest, rival]);
                }
            }
        }
    }

    /// <summary>One member that explains two faults at once hides both: without it each rival is extended by what it leaves.</summary>
    private void SplitMembers()
    {
        var best = Declared()[0];
        for (var index = 0; index < best.Members.Count && best.Members.Count <= 4; index++)
        {
            var member = best.Members[index];
            var rest = best.Members.Where((_, at) => at != index).Select(item => item.Key).ToHashSet();
            var rivals = Declared().Where(item => item.Members.Count == best.Members.Count && item.Members.All(other => other.Component != member.Component)
                && item.Members.Count(other => rest.Contains(other.Key)) == rest.Count).Take(SplitRivals).ToList();
            foreach (var rival in rivals)
            {
                foreach (var more in Candidates(rival, Extensions).Where(more => more.Component != member.Component))
                {
                    Weigh([.. rival.Members, more]);
                }
            }
        }
    }

    /// <summary>Two members of one kind may be one undeclared thing behind both, such as a resolver that two networks share.</summary>
    private void JoinMembers()
    {
        foreach (var best in Ranked().Take(3).Union(Declared().Take(3)).ToList())
        {
            var kinds = best.Members.GroupBy(member => member.Component.Kind);
            foreach (var group in kinds.Where(group => group.Count() > 1 && group.Key is not ComponentKind.Other))
            {
                Weigh([.. best.Members.Except(group), Joined([.. group])]);
            }
        }

        foreach (var parent in new[] { _scorer.Empty, Declared()[0] })
        {
            var left = LeftPaths(parent).ToHashSet();
            foreach (var group in _quick.Within(left).GroupBy(member => member.Component.Kind).Where(group => group.Count() > 1))
            {
                Weigh([.. parent.Members, Joined([.. group])]);
            }
        }
    }

    private static Suspicion Joined(IReadOnlyList<Suspicion> members)
    {
        var joined = Component.Common([.. members.Select(member => member.Component).OrderBy(component => component.Name, StringComparer.Ordinal)]);
        var cost = JoinCost + members.Sum(member => JoinMemberCost + member.Cost);
        return new(joined.Name, joined, [.. members.SelectMany(member => member.Paths).Distinct()], cost) { OneFace = .8 };
    }

    private const double OtherCost = 2;
    private const double OtherCellCost = 3;
    private const double JoinCost = 3;
    private const double JoinMemberCost = .5;
}
