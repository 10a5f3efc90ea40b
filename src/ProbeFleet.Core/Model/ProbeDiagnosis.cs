namespace ProbeFleet.Core.Model;

/// <summary>The diagnosis of one probe.</summary>
public sealed record ProbeDiagnosis
{
    /// <summary>The cause code.</summary>
    public required Cause Cause { get; init; }

    /// <summary>The party that has to act.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The confidence in the cause, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>What happened, in one or two sentences with the facts of this probe.</summary>
    public required string Summary { get; init; }

    /// <summary>The steps to take, in order.</summary>
    public IReadOnlyList<string> DoNext { get; init => field = value ?? []; } = [];

    /// <summary>The steps to avoid, with the reason.</summary>
    public IReadOnlyList<string> DoNot { get; init => field = value ?? []; } = [];

    /// <summary>Causes that would look the same to this probe, each with the check that tells them apart; absent if none.</summary>
    public IReadOnlyList<AlternativeCause>? Alternatives { get; init; }

    /// <summary>The known difference from .NET that explains why the request passes from one runtime only; absent otherwise.</summary>
    public RuntimeDifference? Difference { get; init; }
}

/// <summary>Another cause that would look the same.</summary>
/// <param name="Check">The check that tells it apart from the diagnosed cause.</param>
public sealed record AlternativeCause(Cause Cause, Owner Owner, string Check);

/// <summary>The known difference between two runtimes that explains why a request passes from one and fails from the other.</summary>
/// <param name="Explanation">A sentence with the facts of both runtimes.</param>
public sealed record RuntimeDifference(RuntimeDifferenceKind Kind, string Explanation, string Step);

/// <summary>The ways in which runtimes differ.</summary>
[JsonConverter(typeof(WireWordConverter<RuntimeDifferenceKind>))]
public enum RuntimeDifferenceKind
{
    /// <summary>The trusted certificates: certifi, the system's store, Node's own roots, and the variables that each reads.</summary>
    [JsonStringEnumMemberName("trust-store")] TrustStore,

    /// <summary>The proxy variables that are read, and how NO_PROXY is interpreted.</summary>
    [JsonStringEnumMemberName("proxy-rules")] ProxyRules,

    /// <summary>The order in which addresses are tried, and how long each is tried.</summary>
    [JsonStringEnumMemberName("address-order")] AddressOrder,

    /// <summary>The TLS versions that are accepted.</summary>
    [JsonStringEnumMemberName("tls-version")] TlsVersion,

    /// <summary>The client's default timeouts.</summary>
    [JsonStringEnumMemberName("timeouts")] Timeouts,

    /// <summary>The number of retries that the client makes.</summary>
    [JsonStringEnumMemberName("retries")] Retries,
}
