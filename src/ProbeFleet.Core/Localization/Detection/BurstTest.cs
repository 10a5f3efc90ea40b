namespace ProbeFleet.Core.Localization.Detection;

/// <summary>One attempt of a burst.</summary>
/// <param name="RetryAfter">How long the response asked to wait; null when it did not.</param>
public readonly record struct BurstAttempt(bool Passed, Cause Cause = Cause.Ok, TimeSpan? RetryAfter = null);

/// <summary>What to do after the attempts so far.</summary>
/// <param name="Wait">Before the next attempt: at least this long, plus jitter; zero when there is none.</param>
public readonly record struct BurstDecision(BurstVerdict Verdict, TimeSpan Wait);

/// <summary>
/// The short series of probes after a first failure: Wald's sequential probability ratio test, which needs the fewest attempts among
/// all tests with its errors (Wald and Wolfowitz 1948). A pure function of the attempts so far.
/// </summary>
public static class BurstTest
{
    private const double Error = .01;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The most attempts of one burst.</summary>
    public static int MostAttempts => 15;

    /// <summary>
    /// Decides after the follow-ups so far. The failure that began the burst is why it is asked, so it is no sample: counted as one, it
    /// would be taken for evidence twice. It is only asked by itself whether it forbids a burst, and how long to wait.
    /// </summary>
    /// <param name="attempts">The follow-ups, in order; empty before the first.</param>
    public static BurstDecision Decide(IReadOnlyList<BurstAttempt> attempts)
    {
        if (attempts.Any(attempt => attempt.Cause is Cause.QuotaRate or Cause.QuotaBilling or Cause.QuotaGatewayLimit))
        {
            return new(BurstVerdict.Forbidden, TimeSpan.Zero);
        }

        const double usual = AlarmRule.UsualRate;
        const double failing = AlarmRule.FailingRate;
        var ratio = attempts.Sum(attempt => attempt.Passed ? Math.Log((1 - failing) / (1 - usual)) : Math.Log(failing / usual));
        var bound = Math.Log((1 - Error) / Error);
        return ratio >= bound ? new(BurstVerdict.Failing, TimeSpan.Zero)
            : ratio <= -bound ? new(BurstVerdict.Fine, TimeSpan.Zero)
            : attempts.Count >= MostAttempts ? new(BurstVerdict.Undecided, TimeSpan.Zero)
            : new(BurstVerdict.Continue, attempts is [.., { RetryAfter: { } asked }] && asked > Pause ? asked : Pause);
    }
}
