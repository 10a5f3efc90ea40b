using System.Globalization;
using ProbeFleet.Core.Vantages;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Rounds;

namespace ProbeFleet.Functions.Observation;

/// <summary>Whether this vantage works, from what it remembers: asking costs nothing and contacts nobody.</summary>
/// <param name="vantage">The vantage.</param>
/// <param name="settings">The app's settings.</param>
/// <param name="rounds">Its rounds.</param>
/// <param name="configuration">Its configuration.</param>
/// <param name="recorder">Its results' way to storage.</param>
/// <param name="clock">The clock.</param>
public sealed class VantageHealth(
    Vantage vantage, VantageSettings settings, VantageRounds rounds, CurrentConfiguration configuration, ResultRecorder recorder, TimeProvider clock)
{
    private const int MostIntervals = 3;

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    /// <summary>How it is now. The last round may be three intervals old: timers have died silently after deployments.</summary>
    public HealthReport Report()
    {
        var spool = recorder.Spool;
        var last = rounds.Last;
        string[] stopped = [.. Stopped(last)];
        string[] impaired = [.. Impaired(spool.Dropped)];
        return new()
        {
            Status = stopped is not [] ? HealthStatus.Unhealthy : impaired is not [] ? HealthStatus.Degraded : HealthStatus.Healthy,
            Problems = [.. stopped, .. impaired],
            Vantage = vantage.Name.ToString(),
            App = vantage.Runtime.App,
            LastRoundAt = last?.EndedAt,
            LastRoundResults = last?.Results ?? 0,
            RoundsSkipped = rounds.Skipped,
            LastStoredAt = recorder.State.LastStoredAt,
            SpoolResults = spool.Results,
            SpoolBytes = spool.Bytes,
            SpoolDropped = spool.Dropped,
            SpoolQuarantined = spool.Quarantined,
        };
    }

    private IEnumerable<string> Stopped(RoundReport.Ran? last)
    {
        if (configuration.State is { Configuration: null, Problem: { } problem })
        {
            yield return $"There is nothing to probe by: {problem}";
        }

        var age = clock.GetUtcNow() - (last?.EndedAt ?? _startedAt);
        if (age > MostIntervals * settings.LongestInterval)
        {
            yield return $"The last round is {Seconds(age)} s old, and one is due each {Seconds(settings.LongestInterval)} s: "
                + "did the timer die? POST /api/rounds runs one.";
        }
    }

    private IEnumerable<string> Impaired(long dropped)
    {
        if (configuration.State is { Configuration: not null, Problem: { } problem })
        {
            yield return $"The configuration is the last good one: {problem}";
        }

        if (recorder.State is { FailingSince: { } since, Problem: var why })
        {
            yield return $"Results go to the spool since {since.UtcDateTime:O}: {why}";
        }

        if (settings.ExpectedVantages is not [] && !settings.ExpectedVantages.Contains(vantage.Name))
        {
            yield return $"PROBEFLEET_EXPECTED_VANTAGES does not list {vantage.Name}: nobody would notice its silence.";
        }

        if (dropped > 0)
        {
            yield return $"{dropped} results were lost: the spool's bound or its disk.";
        }
    }

    private static string Seconds(TimeSpan time) => Math.Round(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
