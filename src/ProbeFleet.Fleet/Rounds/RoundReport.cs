namespace ProbeFleet.Fleet.Rounds;

/// <summary>The outcome of starting a round.</summary>
public abstract record RoundReport
{
    private protected RoundReport()
    {
    }

    /// <summary>Another round was still running, so this one did not begin.</summary>
    public sealed record Skipped : RoundReport;

    /// <summary>There is no configuration to probe by.</summary>
    public sealed record Unconfigured(string Problem) : RoundReport;

    /// <summary>The round ran.</summary>
    /// <param name="Number">The round's number, see <see cref="RoundTiming.NumberAt"/>.</param>
    /// <param name="StartedAt">When the probes began.</param>
    /// <param name="EndedAt">When the last probe ended.</param>
    /// <param name="Results">The number of results, those of bursts included.</param>
    /// <param name="Failed">The number of routes that failed.</param>
    /// <param name="Unprobed">Routes that the deadline left without a result.</param>
    public sealed record Ran(
        long Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Results, int Failed,
        IReadOnlyList<RouteName> Unprobed) : RoundReport;
}

/// <summary>One result of a round.</summary>
/// <param name="IsConfirmation">
/// Whether it belongs to the burst after a first failure, or is of an idle connection. Such a probe goes less far or another way, so it
/// does not change what the route is said to be.
/// </param>
public sealed record RoundResult(ProbeResult Result, bool IsConfirmation);
