using System.Text.Json.Serialization;

namespace ProbeFleet.Storage.Vantages;

/// <summary>What a vantage reports after each round: that it lives, and where and as what it runs.</summary>
public sealed record VantageHeartbeat
{
    /// <summary>The vantage with its runtime facts.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>When this was reported, by the vantage's own clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When storage wrote it, by its clock: a difference to <see cref="At"/> shows a wrong clock. Null until read back.</summary>
    public DateTimeOffset? StoredAt { get; init; }

    /// <summary>The DNS servers that the runtime is configured with; empty when unknown.</summary>
    public IReadOnlyList<string> Resolvers { get; init; } = [];

    /// <summary>The proxy that the runtime's environment names; null for none. Stored without user information.</summary>
    public string? Proxy { get; init; }

    /// <summary>A hash over the trusted root certificates; null when unknown.</summary>
    public string? TrustStoreHash { get; init; }

    /// <summary>Variants that the vantage's operator forbade.</summary>
    public IReadOnlyList<ProbeVariant> Forbids { get; init; } = [];

    /// <summary>
    /// The host's addresses that the last probes' connections left from, separated by blanks; null before the first. A NAT behind them is
    /// not visible: no route reports the address that it saw, and nothing else is asked.
    /// </summary>
    public string? Egress { get; init; }

    /// <summary>The hash of the deployed package; null when unknown.</summary>
    public string? PackageHash { get; init; }

    /// <summary>
    /// The process that reported this, one of several that may run the vantage's functions; a restart on the same disk is the same process.
    /// Null from versions that did not report it.
    /// </summary>
    public string? Process { get; init; }

    /// <summary>
    /// How far the vantage's next three rounds are apart, by its schedule; null when a version said it that did not know. Not of the HTTP
    /// API.
    /// </summary>
    [JsonIgnore]
    public TimeSpan? Interval { get; init; }

    /// <summary>When the probes of the last round began; null before the first, and from versions that did not report it.</summary>
    public DateTimeOffset? LastRoundStartedAt { get; init; }

    /// <summary>When the last whole round ended; null before the first.</summary>
    public DateTimeOffset? LastRoundAt { get; init; }

    /// <summary>The last round's number; 0 before the first.</summary>
    public long LastRound { get; init; }

    /// <summary>The number of results of the last round.</summary>
    public int LastRoundResults { get; init; }

    /// <summary>The number of rounds that the process skipped since it began, because another one was running.</summary>
    public long RoundsSkipped { get; init; }

    /// <summary>When storage last accepted results from the process; null when it never did.</summary>
    public DateTimeOffset? LastStoredAt { get; init; }

    /// <summary>The number of results that wait in the process's spool.</summary>
    public int SpoolDepth { get; init; }

    /// <summary>The size of the spool's files in bytes.</summary>
    public long SpoolBytes { get; init; }

    /// <summary>The number of results lost to the spool's bound or its disk since the process began.</summary>
    public long SpoolDropped { get; init; }

    /// <summary>The number of spool files set aside since the process began.</summary>
    public long SpoolQuarantined { get; init; }
}
