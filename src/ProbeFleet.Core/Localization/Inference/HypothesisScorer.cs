namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Scores a set of faults against the evidence: the prior of each member (a fault's with the price of its course, or a blip's), the price
/// of each exception from the declared paths, and the tempered likelihood of <see cref="EmFit"/>, all in nats.
/// </summary>
internal sealed class HypothesisScorer(EvidenceMatrix evidence, LocalizerParameters parameters, SymptomTable table)
{
    private readonly Dictionary<(ComponentKind, bool, double), ProfilePrior> _profiles = [];
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
        var em = FitOf(members);
        var fit = em.Run();
        var accused = _persistence.Find(members, em.Makers());
        var priors = parameters.Priors;
        var prior = RelatedFaults.Bonus(members, accused, priors);
        for (var member = 0; member < members.Length; member++)
        {
            var fault = fit.Faults[member];
            prior += (accused[member] ? priors.FaultLogOdds - fault.Course.Cost - fault.Growth.Cost : priors.BlipLogOdds)
                - members[member].Cost;
        }

        return new()
        {
            Members = members,
            Faults = fit.Faults,
            Score = prior - (fit.Untouched * priors.UntouchedPathCost) + (priors.Tempering * fit.Likelihood),
            Unexplained = new(() => FitOf(members).Unexplained(fit.Shared)),
            Foreseen = new(() => FitOf(members).Foreseen(fit.Faults)),
            Accused = accused,
            Key = Hypothesis.KeyOf(members),
        };
    }

    // What is rarely asked of a fit is computed again: kept for all of them, what it takes would be most of what a localization holds.
    private EmFit FitOf(Suspicion[] members) =>
        new(evidence, _chance, parameters, members, Array.ConvertAll(members, ProfileOf), _scratch);

    private ProfilePrior ProfileOf(Suspicion member)
    {
        var key = (member.Component.Kind, member.IsBehindGateways, member.OneFace);
        return _profiles.TryGetValue(key, out var known)
            ? known
            : _profiles[key] = new(key.Kind, key.IsBehindGateways, key.OneFace, parameters.Priors, table);
    }
}
