using System.Collections.Concurrent;

namespace ProbeFleet.Core.Localization.Detection;

/// <summary>
/// A one-sided Bernoulli CUSUM: each failure raises the level, each pass lowers it, never below zero; at the threshold it alarms. Its
/// steps are whole multiples of a pass's step, so that its mean time between false alarms is exact (a Markov chain; Page 1954,
/// Reynolds and Stoumbos 1999). Among rules with equal false alarms it detects a lasting change soonest (Moustakides 1986).
/// </summary>
internal sealed record AlarmRule
{
    /// <summary>The probability that a probe fails when nothing is wrong, as long as nothing has been learnt.</summary>
    internal const double UsualRate = .01;

    /// <summary>The probability of a failure that is worth an alarm.</summary>
    internal const double FailingRate = .3;

    /// <summary>The rules that were asked for: a fleet has one, and finding it solves dozens of linear systems.</summary>
    private static readonly ConcurrentDictionary<(double Usual, double Failing, double Probes), AlarmRule> Known = [];

    private AlarmRule(int failureStep, int threshold) => (FailureStep, Threshold) = (failureStep, threshold);

    /// <summary>How much a failure raises the level; a pass lowers it by 1.</summary>
    public int FailureStep { get; }

    /// <summary>The level that alarms.</summary>
    public int Threshold { get; }

    /// <summary>The rule with the lowest threshold whose false alarms are at least this far apart on average.</summary>
    /// <param name="usual">The probability of a failure when nothing is wrong; 0.0005 to 0.2. Floor it at 0.005: quiet weeks
    /// flatter.</param>
    /// <param name="failing">The probability of a failure that is worth an alarm; above <paramref name="usual"/>, below 1.</param>
    /// <param name="probesBetweenFalseAlarms">The mean number of probes between false alarms; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static AlarmRule For(double usual, double failing, double probesBetweenFalseAlarms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(usual, .0005);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(usual, .2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(failing, usual);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(failing, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(probesBetweenFalseAlarms, 1);
        return Known.GetOrAdd((usual, failing, probesBetweenFalseAlarms), static given => Find(given.Usual, given.Failing, given.Probes));
    }

    private static AlarmRule Find(double usual, double failing, double probesBetweenFalseAlarms)
    {
        var step = Math.Max(1, (int)Math.Round(Math.Log(failing / usual) / Math.Log((1 - usual) / (1 - failing))));
        for (var threshold = 1; threshold < HighestThreshold; threshold++)
        {
            AlarmRule rule = new(step, threshold);
            if (rule.MeanProbesToAlarm(usual) >= probesBetweenFalseAlarms)
            {
                return rule;
            }
        }

        return new(step, HighestThreshold);
    }

    /// <summary>The mean number of probes until an alarm from level 0, exactly.</summary>
    /// <param name="failure">The probability of a failure; above 0, to 1.</param>
    public double MeanProbesToAlarm(double failure)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(failure);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(failure, 1);
        if (failure >= 1)
        {
            return Math.Ceiling((double)Threshold / FailureStep);
        }

        // E(s) = 1 + (1-p) E(max(s-1, 0)) + p E(s+step), and E(s) = 0 from the threshold on.
        var p = failure;
        var size = Threshold;
        var matrix = new double[size, size + 1];
        for (var level = 0; level < size; level++)
        {
            matrix[level, level] += 1;
            matrix[level, Math.Max(level - 1, 0)] -= 1 - p;
            if (level + FailureStep < size)
            {
                matrix[level, level + FailureStep] -= p;
            }

            matrix[level, size] = 1;
        }

        // Weakly diagonally dominant, so that elimination from the top level down needs no pivoting.
        for (var level = size - 1; level > 0; level--)
        {
            var pivot = matrix[level, level];
            for (var above = 0; above < level; above++)
            {
                var factor = matrix[above, level] / pivot;
                if (factor != 0)
                {
                    for (var column = 0; column <= size; column++)
                    {
                        matrix[above, column] -= factor * matrix[level, column];
                    }
                }
            }
        }

        return matrix[0, size] / matrix[0, 0];
    }

    private const int HighestThreshold = 200;
}
