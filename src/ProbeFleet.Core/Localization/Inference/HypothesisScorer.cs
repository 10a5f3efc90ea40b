namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Scores a set of faults against the evidence. A probe walks its path; each member on it fails it with the member's rate while
/// the member is active, the first one that does gives the symptom, and by chance a probe fails anyway. Rates, active rounds and
/// profiles are fitted by a few EM steps and then charged for having been fitted (Barinel fits its rates per candidate in the same
/// way; the charge is the difference between marginal and plugged-in likelihood).
/// </summary>
internal sealed class HypothesisScorer(EvidenceMatrix evidence, LocalizerSettings settings, SymptomTable table)
{
    private readonly int[] _mask = new int[evidence.Paths.Count];
    private readonly double[] _chance = ChanceRate.Of(evidence, settings, table);

    public Hypothesis Empty { get; } = new()
    {
        Members = [],
        States = [],
        Score = 0,
        Unexplained = [.. Enumerable.Repeat(1.0, evidence.Failures.Length)],
        Foreseen = new double[evidence.Failures.Length],
        Accused = [],
        Key = "",
    };

    public Hypothesis Score(IReadOnlyList<Suspicion> unordered)
    {
        Suspicion[] members = [.. unordered.OrderBy(member => member.Component.Kind).ThenBy(member => member.Key, StringComparer.Ordinal)];
        var states = members.Select(member => new MemberState(member, evidence.Rounds, settings, table)).ToArray();
        List<int> paths = [];
        for (var member = 0; member < members.Length; member++)
        {
            foreach (var path in members[member].Paths)
            {
                if (_mask[path] == 0)
                {
                    paths.Add(path);
                }

                _mask[path] |= 1 << member;
            }
        }

        var fit = EmFit.Run(evidence, _chance, settings, members, states, paths, _mask);
        foreach (var path in paths)
        {
            _mask[path] = 0;
        }

        var accused = Persistence.Of(evidence, members.Length, fit.Makers, settings.PersistentRounds);
        var prior = RelatedFaults.Bonus(members, accused);
        for (var member = 0; member < members.Length; member++)
        {
            prior += (accused[member] ? settings.PriorLogOdds - states[member].Course.Cost : BlipLogOdds) - members[member].Cost;
        }

        return new()
        {
            Members = members,
            States = states,
            Score = prior - (fit.Spared * settings.UntouchedPathCost) + (settings.Tempering * fit.Likelihood),
            Unexplained = fit.Unexplained,
            Foreseen = fit.Foreseen,
            Accused = accused,
            Key = Hypothesis.KeyOf(members),
        };
    }

    // A passing disturbance of a component is commoner than a fault of it.
    private const double BlipLogOdds = -4;
}
