using ProbeFleet.Core.Model;

namespace ProbeFleet.Fleet.Rounds;

/// <summary>What came of asking for a round.</summary>
public abstract record RoundReport
{
    private protected RoundReport()
    {
    }

    /// <summary>Another round was still running: this one did not begin.</summary>
    public sealed record Skipped : RoundReport;

    /// <summary>There is no configuration to probe by.</summary>
    /// <param name="Problem">Why not.</param>
    public sealed record Unconfigured(string Problem) : RoundReport;

    /// <summary>The round ran.</summary>
    /// <param name="Number">Its number, see <see cref="RoundTiming.NumberAt"/>.</param>
    /// <param name="StartedAt">When its probes began.</param>
    /// <param name="EndedAt">When the last of them ended.</param>
    /// <param name="Results">Results, those of bursts included.</param>
    /// <param name="Failed">Routes that failed.</param>
    /// <param name="Unprobed">Routes that the deadline left without a result.</param>
    public sealed record Ran(
        long Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Results, int Failed, IReadOnlyList<RouteName> Unprobed) : RoundReport;
}
