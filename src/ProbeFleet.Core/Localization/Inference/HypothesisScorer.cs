namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Scores a set of faults against the evidence: the prior of each member (a fault's with the price of its course, or a blip's), the price
/// of each exception from the declared paths, and the tempered likelihood of <see cref="EmFit"/>, all in nats. Members that share no path
/// with the others are fitted apart from them, and once for all sets that they are in.
/// </summary>
internal sealed class HypothesisScorer(EvidenceMatrix evidence, LocalizerParameters parameters, SymptomTable table)
{
    private readonly Dictionary<(ComponentKind, bool, double), ProfilePrior> _profiles = [];
    private readonly Dictionary<string, FittedPart> _fitted = [];
    private readonly double[] _chance = ChanceRate.Estimate(evidence, parameters.Priors, table);
    private readonly FitScratch _scratch = new(evidence);
    private readonly Persistence _persistence = new(evidence, parameters.Thresholds);

    public Hypothesis Empty { get; } = new()
    {
        Members = [],
        Faults = [],
        Score = 0,
        Unexplained = new(() => [.. Enumerable.Repeat(1.0, evidence.Failures.Length)]),
        Foreseen = new(() => new double[evidence.Failures.Length]),
        Accused = [],
        Key = "",
    };

    public Hypothesis Score(IReadOnlyList<Suspicion> unordered)
    {
        Suspicion[] members =
        [
            .. unordered.OrderBy(member => member.Component.Kind).ThenBy(member => member.IsBehindGateways)
                .ThenBy(member => member.Key, StringComparer.Ordinal),
        ];
        var places = Separate(members);
        var parts = Array.ConvertAll(places, part => Fitted(Array.ConvertAll(part, place => members[place])));
        var (faults, accused) = (new Fault[members.Length], new bool[members.Length]);
        foreach (var (index, part) in parts.Index())
        {
            for (var at = 0; at < part.Members.Length; at++)
            {
                (faults[places[index][at]], accused[places[index][at]]) = (part.Fit.Faults[at], part.Accused[at]);
            }
        }

        return new()
        {
            Members = members,
            Faults = faults,
            Score = parts.Sum(part => part.Score) + RelatedFaults.Bonus(members, accused, parameters.Priors),
            Unexplained = new(() => Unexplained(parts)),
            Foreseen = new(() => Foreseen(parts)),
            Accused = accused,
            Key = Hypothesis.KeyOf(members),
        };
    }

    /// <summary>The places of members that hang together by paths: no failure and no pass is both one's and another's.</summary>
    private int[][] Separate(Suspicion[] members)
    {
        Span<int> first = stackalloc int[members.Length];
        var touchedBy = _scratch.Bits;
        for (var member = 0; member < members.Length; member++)
        {
            first[member] = member;
            foreach (var path in members[member].Paths)
            {
                ref var before = ref touchedBy[path];
                if (before > 0 && first[before - 1] != first[member])
                {
                    var (one, other) = (first[before - 1], first[member]);
                    first[..(member + 1)].Replace(Math.Max(one, other), Math.Min(one, other));
                }

                before = member + 1;
            }
        }

        foreach (var member in members)
        {
            foreach (var path in member.Paths)
            {
                touchedBy[path] = 0;
            }
        }

        return [.. first.ToArray().Index().GroupBy(member => member.Item, member => member.Index).Select(part => part.ToArray())];
    }

    private FittedPart Fitted(Suspicion[] members)
    {
        var key = Hypothesis.KeyOf(members);

        // "Something undeclared" has one key, and other paths in each hypothesis.
        return _fitted.TryGetValue(key, out var known) && known.Members.AsSpan().SequenceEqual(members)
            ? known
            : _fitted[key] = FittedAnew(members);
    }

    private FittedPart FittedAnew(Suspicion[] members)
    {
        var em = FitOf(members);
        var fit = em.Run();
        var accused = _persistence.Find(members, em.Makers());
        var priors = parameters.Priors;
        var prior = 0.0;
        for (var member = 0; member < members.Length; member++)
        {
            var fault = fit.Faults[member];
            prior += (accused[member] ? priors.FaultLogOdds - fault.Course.Cost - fault.Growth.Cost : priors.BlipLogOdds)
                - members[member].Cost;
        }

        return new(members, fit, accused, prior - (fit.Untouched * priors.UntouchedPathCost) + (priors.Tempering * fit.Likelihood));
    }

    // What is rarely asked of a fit is computed again: kept for all of them, what it takes would be most of what a localization holds.
    private double[] Unexplained(FittedPart[] parts)
    {
        var unexplained = new double[evidence.Failures.Length];
        Array.Fill(unexplained, 1);
        foreach (var part in parts)
        {
            FitOf(part.Members).Unexplained(part.Fit.Shared, unexplained);
        }

        return unexplained;
    }

    private double[] Foreseen(FittedPart[] parts)
    {
        var foreseen = new double[evidence.Failures.Length];
        foreach (var part in parts)
        {
            FitOf(part.Members).Foreseen(part.Fit.Faults, foreseen);
        }

        return foreseen;
    }

    private EmFit FitOf(Suspicion[] members) =>
        new(evidence, _chance, parameters, members, Array.ConvertAll(members, ProfileOf), _scratch);

    private ProfilePrior ProfileOf(Suspicion member)
    {
        var key = (member.Component.Kind, member.IsBehindGateways, member.OneFace);
        return _profiles.TryGetValue(key, out var known)
            ? known
            : _profiles[key] = new(key.Kind, key.IsBehindGateways, key.OneFace, parameters.Priors, table);
    }

    /// <summary>Faults that share no path with others of their hypotheses, fitted once for all of these.</summary>
    /// <param name="Score">What they add to a hypothesis' score.</param>
    private sealed record FittedPart(Suspicion[] Members, Fit Fit, bool[] Accused, double Score);
}
