using System.Collections.ObjectModel;

namespace ProbeFleet.Core.Model;

/// <summary>
/// What a bounded look from the same process found after a probe broke without a response. It explains the break and never replaces it.
/// Parts that were not looked at are absent.
/// </summary>
public sealed record DrillDown
{
    /// <summary>The resolver configuration of this host.</summary>
    public ResolverConfiguration? Resolver { get; init; }

    /// <summary>The answers to direct DNS queries: one entry per name, record type and server.</summary>
    public IReadOnlyList<DnsLookup>? Dns { get; init; }

    /// <summary>The result of connecting to each address by itself.</summary>
    public IReadOnlyList<AddressAttempt>? Addresses { get; init; }

    /// <summary>A TLS handshake that accepts any certificate, made to see what the peer presents.</summary>
    public SecureFacts? Tls { get; init; }

    /// <summary>Why that handshake failed; absent when it succeeded or was not tried.</summary>
    public StageFailure? TlsFailure { get; init; }

    /// <summary>The proxy's answer to a CONNECT sent directly.</summary>
    public ProxyConversation? Proxy { get; init; }

    /// <summary>The result of the same request sent without the SDK.</summary>
    public VariantOutcome? WithoutSdk { get; init; }

    /// <summary>The paired variants that were run.</summary>
    public IReadOnlyList<VariantOutcome>? Variants { get; init; }

    /// <summary>What was not looked at, with the reason: the budget was spent, or another.</summary>
    public IReadOnlyList<string>? LeftOut { get; init; }
}

/// <summary>The stub resolver's configuration (<c>/etc/resolv.conf</c> where it exists).</summary>
public sealed record ResolverConfiguration
{
    /// <summary>The servers, in order.</summary>
    public IReadOnlyList<string> Servers { get; init => field = value ?? []; } = [];

    /// <summary>The search domains.</summary>
    public IReadOnlyList<string> Search { get; init => field = value ?? []; } = [];

    /// <summary>Names with fewer dots than this are tried with the search domains first. Default 1.</summary>
    public int Ndots { get; init; } = 1;

    /// <summary>Seconds to wait for one server; absent when not configured, so that the system's default applies (glibc: 5).</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>How often each server is asked; absent when not configured, so that the system's default applies (glibc: 2).</summary>
    public int? Attempts { get; init; }

    /// <summary>A sentence on what this configuration does to the route's name; absent when nothing is unusual.</summary>
    public string? Note { get; init; }
}

/// <summary>One DNS query and its answer.</summary>
public sealed record DnsLookup
{
    /// <summary>The name that was queried, without the final dot.</summary>
    public required string Name { get; init; }

    /// <summary>The record type: <c>A</c> or <c>AAAA</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The queried server, with its port unless 53; <c>hosts file</c> for an entry there, which wins over DNS.</summary>
    public required string Server { get; init; }

    /// <summary>The response code (<c>NOERROR</c>, <c>NXDOMAIN</c>, <c>SERVFAIL</c>, <c>REFUSED</c>, …); absent when none came.</summary>
    public string? Rcode { get; init; }

    /// <summary>The addresses in the answer.</summary>
    public IReadOnlyList<string> Addresses { get; init => field = value ?? []; } = [];

    /// <summary>The CNAME chain in the answer, in order.</summary>
    public IReadOnlyList<string> Cnames { get; init => field = value ?? []; } = [];

    /// <summary>The smallest TTL of the answer in seconds; absent without records.</summary>
    public long? TtlSeconds { get; init; }

    /// <summary>The transport that gave the answer: <c>udp</c> or <c>tcp</c>.</summary>
    public string? Transport { get; init; }

    /// <summary>How long the variant took.</summary>
    [JsonPropertyName("durationMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Duration { get; init; }

    /// <summary>The failure; absent when an answer came.</summary>
    public StageFailure? Failure { get; init; }
}

/// <summary>A proxy's answer to a CONNECT that ProbeFleet sent itself, because .NET hides all but its status.</summary>
public sealed record ProxyConversation
{
    /// <summary>The proxy's URL without user information.</summary>
    public required string Proxy { get; init; }

    /// <summary>The status of the proxy's answer.</summary>
    public int? Status { get; init; }

    /// <summary>The status line's reason phrase, sanitized.</summary>
    public string? Reason { get; init; }

    /// <summary>Allow-listed headers, such as <c>server</c>, <c>via</c>, <c>x-squid-error</c>, <c>proxy-authenticate</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; }

    /// <summary>The first 200 characters at most of the text that came with a refusal, sanitized; absent without one.</summary>
    public string? Page { get; init; }

    /// <summary>The failure; absent when an answer came.</summary>
    public StageFailure? Failure { get; init; }
}

/// <summary>The outcome of a probe variant that takes one component out of the path.</summary>
public sealed record VariantOutcome
{
    /// <summary>The variant that was run.</summary>
    public required ProbeVariant Variant { get; init; }

    /// <summary>Whether the variant got an answer from the API itself, whatever its status.</summary>
    public required bool ReachedApi { get; init; }

    /// <summary>The first failed stage; absent when none failed.</summary>
    public Stage? Break { get; init; }

    /// <summary>The failure; absent when there was none.</summary>
    public StageFailure? Failure { get; init; }

    /// <summary>The response's status; absent when none came.</summary>
    public int? Status { get; init; }

    /// <summary>The party that answered.</summary>
    public Responder Responder { get; init; }

    /// <summary>The leaf certificate's issuer, when TLS was agreed.</summary>
    public string? Issuer { get; init; }

    /// <summary>How long the variant took.</summary>
    [JsonPropertyName("durationMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan Duration { get; init; }
}

/// <summary>Ways to repeat a probe with one component taken out of its path.</summary>
[JsonConverter(typeof(WireWordConverter<ProbeVariant>))]
public enum ProbeVariant
{
    /// <summary>The unchanged probe.</summary>
    [JsonStringEnumMemberName("full")] Full,

    /// <summary>Sends no credential: a genuine provider 401 proves the path at no cost.</summary>
    [JsonStringEnumMemberName("keyless")] Keyless,

    /// <summary>Lists models instead of asking for a completion, which takes the model and the quota out.</summary>
    [JsonStringEnumMemberName("list-models")] ListModels,

    /// <summary>Bypasses the proxy.</summary>
    [JsonStringEnumMemberName("no-proxy")] NoProxy,

    /// <summary>Uses addresses from another resolver.</summary>
    [JsonStringEnumMemberName("other-resolver")] OtherResolver,

    /// <summary>Uses the system's trust store instead of <c>SSL_CERT_FILE</c> and <c>SSL_CERT_DIR</c>.</summary>
    [JsonStringEnumMemberName("system-trust")] SystemTrust,

    /// <summary>Sends the same request with a plain HTTP client instead of the SDK.</summary>
    [JsonStringEnumMemberName("without-sdk")] WithoutSdk,

    /// <summary>Uses IPv4 only.</summary>
    [JsonStringEnumMemberName("ipv4")] IPv4,

    /// <summary>Uses IPv6 only.</summary>
    [JsonStringEnumMemberName("ipv6")] IPv6,

    /// <summary>Sends a second request on the same connection after a wait, as a client's connection pool does.</summary>
    [JsonStringEnumMemberName("reuse")] Reuse,
}
