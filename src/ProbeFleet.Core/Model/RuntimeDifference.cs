using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The known difference between two runtimes that explains why the same request passes from one and fails from the other.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Explanation">How, with the facts of both.</param>
/// <param name="Step">What to do about it.</param>
public sealed record RuntimeDifference(RuntimeDifferenceKind Kind, string Explanation, string Step);

/// <summary>In what runtimes differ.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuntimeDifferenceKind>))]
public enum RuntimeDifferenceKind
{
    /// <summary>Which certificates are trusted: certifi, the system's store, Node's own roots, and the variables that each reads.</summary>
    [JsonStringEnumMemberName("trust-store")] TrustStore,

    /// <summary>Which proxy variables are read, and how NO_PROXY is.</summary>
    [JsonStringEnumMemberName("proxy-rules")] ProxyRules,

    /// <summary>In which order addresses are tried, and how long each.</summary>
    [JsonStringEnumMemberName("address-order")] AddressOrder,

    /// <summary>Which TLS versions are agreed to.</summary>
    [JsonStringEnumMemberName("tls-version")] TlsVersion,

    /// <summary>How long the client waits when the workload says nothing.</summary>
    [JsonStringEnumMemberName("timeouts")] Timeouts,

    /// <summary>How often the client repeats a failed call.</summary>
    [JsonStringEnumMemberName("retries")] Retries,
}
