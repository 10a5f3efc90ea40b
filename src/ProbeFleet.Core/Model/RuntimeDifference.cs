using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The known difference between two runtimes that explains why a request passes from one and fails from the other.</summary>
/// <param name="Explanation">A sentence with the facts of both runtimes.</param>
public sealed record RuntimeDifference(RuntimeDifferenceKind Kind, string Explanation, string Step);

/// <summary>The ways in which runtimes differ.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuntimeDifferenceKind>))]
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
