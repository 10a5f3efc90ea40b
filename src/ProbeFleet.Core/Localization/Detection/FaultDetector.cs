namespace ProbeFleet.Core.Localization.Detection;

/// <summary>
/// Says when a group of probes begins to fail and when it works again: a pure step from round to round. The probes of a round are
/// pooled, which is most of the win: eight vantages are eight samples. A round is clean when it failed no more often than by chance: in a
/// wide group some probe fails in every round. One round alone never alarms, however many probes it failed:
/// that is a blip, and its failures stay as evidence.
/// </summary>
internal static class FaultDetector
{
    private const int CleanRoundsToClose = 2;
    private const int MostRemembered = 4;

    /// <summary>For how long openings are remembered.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromHours(6);

    /// <summary>Takes one round in.</summary>
    /// <param name="dispersion">How much more failures vary than independent ones would, from quiet weeks; 1 or more. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dispersion is below 1.</exception>
    public static (GroupState State, Transition Transition) Step(GroupState state, RoundCount round, AlarmRule rule, double dispersion = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dispersion, 1);
        if (round is { Passed: 0, Failed: 0 })
        {
            // No data is not healthy, and not sick either.
            return (state, Transition.None);
        }

        var gain = ((round.Failed * rule.FailureStep) - round.Passed) / dispersion;
        var next = state with { CleanRounds = gain <= 0 ? state.CleanRounds + 1 : 0 };
        return state.IsFailing ? StepFailing(next, round, rule, gain) : StepFine(next, round, rule, gain);
    }

    /// <summary>Takes in that a burst has confirmed a first failure: the group fails, without waiting for more rounds.</summary>
    public static GroupState Confirm(GroupState state, DateTimeOffset at)
    {
        return state.IsFailing ? state : Open(state, at);
    }

    /// <summary>Those of the last six hours, at most the latest four: whether it flaps, and since when it fails, takes no more.</summary>
    public static IReadOnlyList<DateTimeOffset> Remember(IReadOnlyList<DateTimeOffset> times, DateTimeOffset at) =>
        [.. times.Where(time => at - time < Memory).Order().TakeLast(MostRemembered)];

    private static GroupState Open(GroupState state, DateTimeOffset at)
    {
        return state with { Level = 0, RecoveryLevel = 0, IsFailing = true, Opened = Remember([.. state.Opened, at], at) };
    }

    private static (GroupState, Transition) StepFine(GroupState state, RoundCount round, AlarmRule rule, double gain)
    {
        // Below the threshold: a single round cannot reach it from anywhere under a third of it.
        var level = Math.Max(0, state.Level + Math.Min(gain, .7 * rule.Threshold));
        return level < rule.Threshold
            ? (state with { Level = level }, Transition.None)
            : (Open(state, round.At), Transition.Opened);
    }

    private static (GroupState, Transition) StepFailing(GroupState state, RoundCount round, AlarmRule rule, double gain)
    {
        var level = Math.Max(0, state.RecoveryLevel - gain);
        return level >= RecoveryThreshold(rule) && state.CleanRounds >= CleanRoundsToClose
            ? (state with { Level = 0, RecoveryLevel = 0, IsFailing = false }, Transition.Recovered)
            : (state with { RecoveryLevel = level }, Transition.None);
    }

    // Ten passes in a row, or fewer pooled ones: what one failing probe in five would do by chance one time in ten.
    private static double RecoveryThreshold(AlarmRule rule) => Math.Min(10, rule.Threshold);
}
