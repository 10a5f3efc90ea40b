using System.Text.Json.Serialization;

namespace ProbeFleet.Fleet.Contracts;

/// <summary>The health of a vantage.</summary>
public sealed record HealthReport
{
    /// <summary>The overall status: that of the worst problem.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>The problems, in sentences; empty when there are none.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The vantage's name.</summary>
    public required string Vantage { get; init; }

    /// <summary>The app's version.</summary>
    public required string App { get; init; }

    /// <summary>When the last round ended; absent before the first.</summary>
    public DateTimeOffset? LastRoundAt { get; init; }

    /// <summary>The number of results of the last round.</summary>
    public int LastRoundResults { get; init; }

    /// <summary>The number of rounds skipped since the start because another one was running.</summary>
    public long RoundsSkipped { get; init; }

    /// <summary>When storage last accepted results; absent when it never did.</summary>
    public DateTimeOffset? LastStoredAt { get; init; }

    /// <summary>The number of results that wait on local disk.</summary>
    public int SpoolResults { get; init; }

    /// <summary>The size of the spool's files in bytes.</summary>
    public long SpoolBytes { get; init; }

    /// <summary>The number of results lost to the spool's bound or its disk since the start.</summary>
    public long SpoolDropped { get; init; }

    /// <summary>The number of spool files set aside since the start.</summary>
    public long SpoolQuarantined { get; init; }
}

/// <summary>How well a vantage works, the best first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    /// <summary>Everything works.</summary>
    [JsonStringEnumMemberName("healthy")] Healthy,

    /// <summary>Probing continues with what there is: an older configuration, or results on local disk.</summary>
    [JsonStringEnumMemberName("degraded")] Degraded,

    /// <summary>Nothing is probed.</summary>
    [JsonStringEnumMemberName("unhealthy")] Unhealthy,
}
