using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>A known method in one of its two forms, with the thresholds it may be tuned over; the first is its own default.</summary>
internal sealed record Baseline(string Name, bool Typed, IReadOnlyList<double> Thresholds, Func<BaselineEvidence, double, Prediction> Judge)
{
    public static IReadOnlyList<Baseline> All { get; } =
    [
        .. Both("quorum", [.5, .3, .7, .9], QuorumRule.Judge),
        .. Both("SCFS / Tomo", [.5, .2, .35, .75, .95], SmallestConsistentSet.Judge),
        .. Both("SCORE", [.6, .3, .45, .75, .9], HitRatioCover.Judge),
        .. Both("007", [.2, .05, .1, .3, .4], Voting.Judge),
        .. Both("NetBouncer", [.1, .05, .2, .3, .5], PathRegression.Judge),
        .. Both("Flock (fixed rates)", [.5, .2, .35, .7, .9], FixedRateBayes.Judge),
        new("decision table, one vantage", true, [2, 3, 4, 6, 10], DecisionTable.Judge),
    ];

    private static IEnumerable<Baseline> Both(
        string name, IReadOnlyList<double> thresholds, Func<BaselineEvidence, double, Prediction> judge)
    {
        yield return new(name, false, thresholds, judge);
        yield return new(name, true, thresholds, judge);
    }
}

/// <summary>
/// The evidence as the baselines see it: the same paths and components as the localizer's. A typed baseline also gets the solver's own
/// table of typical symptoms, so that it is no straw-man.
/// </summary>
internal sealed class BaselineEvidence
{
    public const double Fits = .05;

    public BaselineEvidence(EvidenceMatrix matrix, bool typed)
    {
        (Matrix, Typed) = (matrix, typed);
        Seen = [.. Enumerable.Range(0, matrix.Paths.Count).Select(path =>
            matrix.FailuresOf[path].Length + Enumerable.Range(0, matrix.Rounds).Sum(round => matrix.Passed[path, round]))];
    }

    public EvidenceMatrix Matrix { get; }

    public bool Typed { get; }

    /// <summary>Per path: how many observations.</summary>
    public int[] Seen { get; }

    /// <summary>How much a failure speaks for a component that its path crosses: the same for all when un-typed.</summary>
    public double Weight(int component, EvidenceMatrix.Failure failure) => Typed
        ? SymptomTable.Default.Typical(Matrix.Components[component].Kind, Matrix.View[failure.Path])[failure.Symptom]
        : 1;

    public bool IsFitting(int component, EvidenceMatrix.Failure failure) => Weight(component, failure) >= Fits;

    public double FailedShare(int path) => Seen[path] == 0 ? 0 : (double)Matrix.FailuresOf[path].Length / Seen[path];

    /// <summary>A path is bad when it failed twice or more and at least this share of its probes.</summary>
    public bool IsBad(int path, double share) => Matrix.FailuresOf[path].Length >= 2 && FailedShare(path) >= share;

    public IEnumerable<EvidenceMatrix.Failure> FailuresOf(int path) => Matrix.FailuresOf[path].Select(at => Matrix.Failures[at]);

    public int CommonSymptom(IEnumerable<int> paths) =>
        paths.SelectMany(FailuresOf).CountBy(failure => failure.Symptom).MaxBy(count => count.Value).Key;

    public Prediction Accuse(IEnumerable<int> components) =>
        Prediction.Of([.. components.Distinct().Select(index => Matrix.Components[index])]);
}
