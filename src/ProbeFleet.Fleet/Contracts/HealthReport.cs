using System.Text.Json.Serialization;

namespace ProbeFleet.Fleet.Contracts;

/// <summary>The health of a vantage.</summary>
/// <param name="Status">The overall status: that of the worst problem.</param>
/// <param name="Problems">The problems, in sentences; empty when there are none.</param>
/// <param name="App">The app's version.</param>
/// <param name="LastRoundAt">When the last round ended; absent before the first.</param>
/// <param name="LastRoundResults">The number of results of the last round.</param>
/// <param name="RoundsSkipped">The number of rounds skipped since the start because another one was running.</param>
/// <param name="LastStoredAt">When storage last accepted results; absent when it never did.</param>
/// <param name="SpoolResults">The number of results that wait on local disk.</param>
/// <param name="SpoolBytes">The size of the spool's files in bytes.</param>
/// <param name="SpoolDropped">The number of results lost to the spool's bound or its disk since the start.</param>
/// <param name="SpoolQuarantined">The number of spool files set aside since the start.</param>
public sealed record HealthReport(
    HealthStatus Status, IReadOnlyList<string> Problems, string Vantage, string App, DateTimeOffset? LastRoundAt, int LastRoundResults,
    long RoundsSkipped, DateTimeOffset? LastStoredAt, int SpoolResults, long SpoolBytes, long SpoolDropped, long SpoolQuarantined);

/// <summary>How well a vantage works, the best first.</summary>
[JsonConverter(typeof(WireWordConverter<HealthStatus>))]
public enum HealthStatus
{
    /// <summary>Everything works.</summary>
    [JsonStringEnumMemberName("healthy")] Healthy,

    /// <summary>Probing continues with what there is: an older configuration, or results on local disk.</summary>
    [JsonStringEnumMemberName("degraded")] Degraded,

    /// <summary>Nothing is probed.</summary>
    [JsonStringEnumMemberName("unhealthy")] Unhealthy,
}
