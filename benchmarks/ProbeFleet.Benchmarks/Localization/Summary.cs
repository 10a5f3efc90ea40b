using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>
/// Means over incidents with 95 % bootstrap intervals (300 resamples, one fixed seed, so that methods are resampled alike).
/// </summary>
internal static class Summary
{
    private const int Resamples = 300;

    public static string Header =>
        "| method | top-1 | exact set | coarse owner | precision / recall / F1 | 95 % set: covers (size) | claims ≥ .95 right | Brier | "
            + "log score |\n|---|---|---|---|---|---|---|---|---|";

    public static string Row(string name, IReadOnlyList<Score> scores) =>
        $"| {name} | {Interval(scores, Mean(score => score.TopOne))} | {Interval(scores, Mean(score => score.Exact))} | "
            + $"{Interval(scores, Mean(score => score.CoarseOwner))} "
        + $"| {F(Precision(scores))} / {F(Recall(scores))} / "
        + $"{F(2 * Precision(scores) * Recall(scores) / Math.Max(1e-9, Precision(scores) + Recall(scores)))} "
        + $"| {Interval(scores, Mean(score => score.Covered))} "
        + $"({scores.Average(score => score.SetSize).ToString("F2", CultureInfo.InvariantCulture)}) "
        + $"| {Interval(scores, SureRight)} | {Interval(scores, Mean(score => score.Brier))} | "
        + $"{scores.Average(score => score.LogScore).ToString("F2", CultureInfo.InvariantCulture)} |";

    /// <summary>The share of claims of .95 or more that are right.</summary>
    public static double SureRight(IReadOnlyList<Score> scores) =>
        (double)scores.Sum(score => score.Reliability[^1].Right) / Math.Max(1, scores.Sum(score => score.Reliability[^1].Count));

    public static Func<IReadOnlyList<Score>, double> Mean(Func<Score, double> value) => scores => scores.Average(value);

    public static double Precision(IReadOnlyList<Score> scores) =>
        (double)scores.Sum(score => score.Hits) / Math.Max(1, scores.Sum(score => score.Claimed));

    public static double Recall(IReadOnlyList<Score> scores) =>
        (double)scores.Sum(score => score.Hits) / Math.Max(1, scores.Sum(score => score.True));

    public static string F(double value) => value.ToString("F3", CultureInfo.InvariantCulture).Replace("0.", ".", StringComparison.Ordinal);

    public static string Interval(IReadOnlyList<Score> scores, Func<IReadOnlyList<Score>, double> measure)
    {
        var draws = new Draws(97);
        var measures = new double[Resamples];
        var sample = new Score[scores.Count];
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var index = 0; index < sample.Length; index++)
            {
                sample[index] = scores[draws.Below(scores.Count)];
            }

            measures[resample] = measure(sample);
        }

        Array.Sort(measures);
        return $"**{F(measure(scores))}** {F(measures[(int)(.025 * Resamples)])}–{F(measures[(int)(.975 * Resamples)])}";
    }
}
