using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>The evidence of one probe with the properties that the rules ask about.</summary>
internal sealed class DiagnosisContext(ProbeEvidence evidence)
{
    public ProbeEvidence Evidence => evidence;

    public RouteKind Kind => evidence.Route.Kind;

    public bool IsGatewayRoute => Kind is RouteKind.Gateway;

    /// <summary>The base URL; null when it is not a valid URL.</summary>
    public Uri? BaseUrl { get; } = Uri.TryCreate(evidence.Route.BaseUrl, UriKind.Absolute, out var url) ? url : null;

    public string Host => BaseUrl?.IdnHost ?? evidence.Route.BaseUrl;

    /// <summary>When the probe began, to be looked for in logs, such as <c>03:14:15Z</c>.</summary>
    public string Time => $"{evidence.StartedAt.UtcDateTime:HH:mm:ss}Z";

    public bool IsPlainHttp => BaseUrl?.Scheme == Uri.UriSchemeHttp;

    /// <summary>The cloud whose model resource the host is; null for any other host.</summary>
    public AzureCloud? Cloud => AzureCloud.OfModelHost(Host);

    public bool OnAzureHost => Cloud is not null;

    public bool OnOpenAIHost => Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase);

    public StageEvidence? Broken => evidence.BrokenStage;

    public FailureKind Failure => Broken?.Failure?.Kind ?? FailureKind.Unclassified;

    /// <summary>The failed stage's detail in parentheses, to be appended to a sentence.</summary>
    public string Detail => Broken?.Failure?.Detail is { Length: > 0 } detail ? $" ({detail})" : "";

    /// <summary>How the request differs from the usual one, for a sentence; null when it does not.</summary>
    public string? ShapeInWords => Shape.Where(change => change is not ShapeChange.NoModelList).Select(change => change switch
    {
        ShapeChange.Stream => "as a stream",
        ShapeChange.MaxTokens => "with max_tokens",
        ShapeChange.MaxCompletionTokens => "with max_completion_tokens",
        ShapeChange.MoreTokens => "with room for more tokens",
        ShapeChange.Responses => "as responses",
        ShapeChange.NoModelList => "for a completion",
    }).ToArray() is { Length: > 0 } changes ? string.Join(" and ", changes) : null;

    private IReadOnlyList<ShapeChange> Shape => evidence.Facts<ConfigureFacts>()?.Shape ?? [];

    /// <summary>The proxy that the request goes through; null when it goes direct.</summary>
    public string? Proxy => evidence.Facts<TunnelFacts>()?.Proxy
        ?? (evidence.Facts<ConfigureFacts>()?.Proxy is { Bypassed: false, Url: { } url } ? url : null);

    public bool IsHttpsProxy => Proxy?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ?? false;

    public SecureFacts? ProxyTls => evidence.Facts<TunnelFacts>()?.Tls;

    /// <summary>Whether the resolved name is the proxy's.</summary>
    public bool ResolvesProxy => evidence.Facts<ResolveFacts>()?.IsProxy ?? Proxy is not null;

    public DrillDown? DrillDown => evidence.DrillDown;

    public IReadOnlyList<string> Addresses => evidence.Facts<ResolveFacts>()?.Addresses ?? [];

    /// <summary>The CNAME chain, from the resolve stage or the drill-down.</summary>
    public IReadOnlyList<string> Cnames => evidence.Facts<ResolveFacts>()?.Cnames
        ?? DrillDown?.Dns?.FirstOrDefault(lookup => lookup.Cnames.Count > 0)?.Cnames ?? [];

    /// <summary>Each address that the probe and the drill-down tried.</summary>
    public IEnumerable<AddressAttempt> Attempts =>
        (evidence.Facts<ConnectFacts>()?.Attempts ?? []).Concat(DrillDown?.Addresses ?? []);

    /// <summary>The facts of TLS, preferably those that the probe itself saw and not the drill-down.</summary>
    public SecureFacts? Tls =>
        evidence.Facts<SecureFacts>() is { } facts && (facts.PolicyErrors ?? facts.ChainStatus ?? facts.Chain) is not null
        ? facts
        : DrillDown?.Tls ?? evidence.Facts<SecureFacts>();

    /// <summary>Whether the workload runs in a container or on a platform that uses one, where loopback is the container itself.</summary>
    public bool InContainer =>
        evidence.Vantage.Runtime.Host is "container" || evidence.Vantage.Runtime.Host.StartsWith("functions", StringComparison.Ordinal);

    public bool IsLoopback => BaseUrl is { IsLoopback: true };

    /// <summary>
    /// Whether the server is on this machine and called without a proxy, so that no network is involved. In a container only a route that
    /// is declared to be there is.
    /// </summary>
    public bool IsOnThisMachine => Proxy is null && (!InContainer || evidence.Route.IsPrivate)
        && (IsLoopback || (Addresses.Count > 0
            && Addresses.All(address => IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed))));

    /// <summary>The owner when the server that the base URL names is at fault.</summary>
    public Owner OwnerOfServer => IsGatewayRoute ? Owner.RouteProvider : Owner.ApiServer;

    /// <summary>The alert that ended the handshake or the connection after it; null when none was read.</summary>
    public int? Alert => evidence.Facts<SecureFacts>()?.Alert ?? DrillDown?.Tls?.Alert;

    /// <summary>How the agreed connection ended; null when nothing ended it, or on plain HTTP.</summary>
    public ConnectionEnd? EndedBy => evidence.Facts<SecureFacts>()?.EndedBy;

    /// <summary>Whether TLS proved the route's host: nothing in between answered unless this runtime trusts an inspection.</summary>
    public bool IsProven => evidence.Find<SecureEvidence>() is { Outcome: StageOutcome.Passed };

    /// <summary>Whether nothing is expected in between: the host is this machine or in a private network, and there is no proxy.</summary>
    public bool IsNear => Proxy is null && (IsLoopback || (Addresses.Count > 0 && !Addresses.Any(AddressRanges.IsPublic)));

    /// <summary>
    /// Whether the configuration itself says that the host is near, by its address or by <c>private</c>. A private address that only DNS
    /// gave may be a captive portal's or a sinkhole's.
    /// </summary>
    public bool IsDeclaredNear => IsNear
        && (IsLoopback || BaseUrl is { HostNameType: UriHostNameType.IPv4 or UriHostNameType.IPv6 }
            || (evidence.Route.IsPrivate && !OnOpenAIHost && !OnAzureHost));

    /// <summary>How far the probe could get: one without a credential proves the path, whatever it asked for.</summary>
    public ProbeDepth Reach => evidence.Variant is ProbeVariant.Keyless ? ProbeDepth.Path : evidence.Depth;

    /// <summary>Whether the probe sent its credential.</summary>
    public bool SentCredential => evidence.Variant is not ProbeVariant.Keyless
        && evidence.Find<CredentialEvidence>() is { Outcome: StageOutcome.Passed }
        && evidence.Facts<ConfigureFacts>()?.CredentialWithheld is not true;

    public bool ListsModels => evidence.Depth is not ProbeDepth.Completion && !Shape.Contains(ShapeChange.NoModelList);

    public bool AskedForStream => Shape.Contains(ShapeChange.Stream)
        || evidence.Route.Request is RequestKind.ChatStream or RequestKind.ResponsesStream;

    /// <summary>Whether the host is OpenAI's or Azure OpenAI's own, whose APIs write every error as JSON.</summary>
    public bool IsProvidersHost => OnOpenAIHost || OnAzureHost || Kind is RouteKind.AzureOpenAI;

    /// <summary>Whether the host resolves to a public address; null when this probe did not resolve it (proxy or gateway).</summary>
    public bool? ResolvesToPublicAddress =>
        Addresses.Count is 0 || ResolvesProxy || IsGatewayRoute ? null : Addresses.Any(AddressRanges.IsPublic);

    /// <summary>The network in which the resource's host is resolved, for a sentence.</summary>
    public string ResolvingNetwork =>
        IsGatewayRoute ? "the gateway's network" : Proxy is null ? "the workload's network" : "the proxy's network";

    /// <summary>The outcome of a variant; null when it was not run.</summary>
    public VariantOutcome? Outcome(ProbeVariant variant) => DrillDown?.Variants?.FirstOrDefault(outcome => outcome.Variant == variant);

    /// <summary>Whether a small request was answered whole on the same path, with any status, so that the path is open.</summary>
    public bool IsAnsweredToOthers => new[] { ProbeVariant.Keyless, ProbeVariant.ListModels }.Any(variant => Outcome(variant) is { } outcome
        && outcome.Failure?.Kind is null or FailureKind.HttpStatus or FailureKind.NotApi or FailureKind.Redirected
        && (outcome.ReachedApi || (outcome.Status is not null && (IsProven || Proxy is null))));

    /// <summary>The variants and the plain call that broke like the probe after the handshake.</summary>
    public IReadOnlyList<VariantOutcome> SameBreaks => [.. (DrillDown?.Variants ?? []).Append(DrillDown?.WithoutSdk)
        .OfType<VariantOutcome>()
        .Where(outcome => outcome.Variant is not ProbeVariant.NoProxy && outcome.Failure?.Kind == Failure)];

    /// <summary>Whether a variant was asked for a client certificate, which the broken probe could not tell.</summary>
    public bool IsVariantAskedForCertificate =>
        (DrillDown?.Variants ?? []).Append(DrillDown?.WithoutSdk).Any(
            outcome => outcome?.Failure?.Kind is FailureKind.ClientCertificateRequired)
        || DrillDown?.TlsFailure?.Kind is FailureKind.ClientCertificateRequired;

    /// <summary>Whether a variant reached the API; null when it was not run.</summary>
    public bool? Reached(ProbeVariant variant) =>
        DrillDown?.Variants?.FirstOrDefault(outcome => outcome.Variant == variant)?.ReachedApi
        ?? (variant is ProbeVariant.WithoutSdk ? DrillDown?.WithoutSdk?.ReachedApi : null);

    /// <summary>The address family of an endpoint; null when it is not an address.</summary>
    public static AddressFamily? FamilyOf(string endpoint) => IPEndPoint.TryParse(endpoint, out var parsed) ? parsed.AddressFamily : null;
}

/// <summary>Recognizes addresses that are not on the public Internet (RFC 1918, 6598, 3927, 4193, 4291).</summary>
internal static class AddressRanges
{
    private static readonly IPNetwork[] Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
            "::1/128", "fc00::/7", "fe80::/10",
        }.Select(range => IPNetwork.Parse(range)),
    ];

    /// <summary>Whether the text is a public address; false when it is not an address.</summary>
    public static bool IsPublic(string address) => IPAddress.TryParse(address, out var parsed)
        && !Private.Any(range => range.Contains(parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed));
}
