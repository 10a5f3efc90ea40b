using ProbeFleet.Benchmarks.Localization.Baselines;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>One row of the table.</summary>
internal sealed record Method(string Name, Func<IncidentFile, Prediction> Judge)
{
    public static Method Ours { get; } = new("ProbeFleet", file => Prediction.From(Localizer.Locate(file)));

    /// <summary>The localizer without what the looks after failed probes found.</summary>
    public static Method WithoutSideLooks => new("  without side looks", file => Prediction.From(Localizer.Locate(
        file with { Results = [.. file.Results.Select(result => result with { Beside = null })] })));

    /// <summary>The localizer without one of its parts each.</summary>
    public static IReadOnlyList<Method> Ablations { get; } =
    [
        Without("misleading profiles", new() { Priors = new() { Misleading = 0 } }),
        Without("persistence gate", new() { Thresholds = new() { PersistentRounds = 1 } }),
        Without("tempering", new() { Priors = new() { Tempering = 1 } }),
        new("  without variants", file => Prediction.From(Localizer.Locate(
            file with { Results = [.. file.Results.Where(result => result.Path.Variant is ProbeVariant.Full).Select(
                result => result with { Beside = null })] }))),
        WithoutSideLooks,
    ];

    public static Method Of(Baseline baseline, double threshold, string tuning) => new(
        $"{baseline.Name}{(baseline.Name.Contains(',', StringComparison.Ordinal) ? "" : baseline.Typed ? ", typed" : ", un-typed")}{tuning}",
        file => baseline.Judge(new(EvidenceMatrix.From(file, new FleetTopology(file.Vantages, file.Routes)), baseline.Typed), threshold));

    /// <summary>The threshold that gets most components and sets right on incidents that are not the test's.</summary>
    public static double Tune(Baseline baseline, IReadOnlyList<GeneratedIncident> training) =>
        baseline.Thresholds.MaxBy(threshold => training.Sum(incident =>
        {
            var score = Score.Of(incident.Truth, Of(baseline, threshold, "").Judge(incident.File));
            return score.TopOne + score.Exact;
        }));

    private static Method Without(string part, LocalizerParameters parameters) =>
        new($"  without {part}", file => Prediction.From(Localizer.Locate(file, parameters)));
}
