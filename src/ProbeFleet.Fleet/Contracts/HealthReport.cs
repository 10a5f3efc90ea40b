using System.Text.Json.Serialization;

namespace ProbeFleet.Fleet.Contracts;

/// <summary>Whether a vantage works.</summary>
public sealed record HealthReport
{
    /// <summary>The worst of it.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>What is wrong, in sentences; empty when nothing is.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The vantage's name.</summary>
    public required string Vantage { get; init; }

    /// <summary>The app's version.</summary>
    public required string App { get; init; }

    /// <summary>When the last round ended; absent before the first.</summary>
    public DateTimeOffset? LastRoundAt { get; init; }

    /// <summary>Results of the last round.</summary>
    public int LastRoundResults { get; init; }

    /// <summary>Rounds since the start that were skipped because the one before still ran.</summary>
    public long RoundsSkipped { get; init; }

    /// <summary>When storage last took results; absent when it never did.</summary>
    public DateTimeOffset? LastStoredAt { get; init; }

    /// <summary>Results that wait on local disk.</summary>
    public int SpoolResults { get; init; }

    /// <summary>Bytes that they take.</summary>
    public long SpoolBytes { get; init; }

    /// <summary>Results since the start that were lost: the spool's bound or its disk.</summary>
    public long SpoolDropped { get; init; }

    /// <summary>Spool files since the start that were set aside.</summary>
    public long SpoolQuarantined { get; init; }
}

/// <summary>How well a vantage works, the best first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    /// <summary>All is well.</summary>
    [JsonStringEnumMemberName("healthy")] Healthy,

    /// <summary>Probing goes on with what there is: an older configuration, or results on local disk.</summary>
    [JsonStringEnumMemberName("degraded")] Degraded,

    /// <summary>Nothing is probed.</summary>
    [JsonStringEnumMemberName("unhealthy")] Unhealthy,
}
