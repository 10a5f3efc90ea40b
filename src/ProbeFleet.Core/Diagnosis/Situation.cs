using System.Net;
using System.Net.Sockets;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>One probe's evidence as the rules ask for it.</summary>
internal sealed class Situation(ProbeEvidence evidence)
{
    public ProbeEvidence Evidence => evidence;

    public RouteKind Kind => evidence.Route.Kind;

    public bool IsGatewayRoute => Kind is RouteKind.Gateway;

    /// <summary>The base URL; null when it is not one.</summary>
    public Uri? BaseUrl { get; } = Uri.TryCreate(evidence.Route.BaseUrl, UriKind.Absolute, out var url) ? url : null;

    public string Host => BaseUrl?.IdnHost ?? evidence.Route.BaseUrl;

    public bool IsPlainHttp => BaseUrl?.Scheme == Uri.UriSchemeHttp;

    /// <summary>The cloud whose model resource the host is; null for any other host.</summary>
    public AzureCloud? Cloud => AzureCloud.OfModelHost(Host);

    public bool OnAzureHost => Cloud is not null;

    public bool OnOpenAIHost => Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase);

    public StageEvidence? Broken => evidence.BrokenStage;

    public FailureKind Failure => Broken?.Failure?.Kind ?? FailureKind.Unclassified;

    /// <summary>The failed stage's detail as an appendix to a sentence.</summary>
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

    private IReadOnlyList<ShapeChange> Shape => evidence.Find<ConfigureEvidence>()?.Facts?.Shape ?? [];

    /// <summary>The proxy that the request goes through; null when it goes direct.</summary>
    public string? Proxy => evidence.Find<TunnelEvidence>()?.Facts?.Proxy
        ?? (evidence.Find<ConfigureEvidence>()?.Facts?.Proxy is { Bypassed: false, Url: { } url } ? url : null);

    /// <summary>Whether the proxy itself is spoken to over TLS.</summary>
    public bool IsHttpsProxy => Proxy?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>What was seen of the proxy's own TLS.</summary>
    public SecureFacts? ProxyTls => evidence.Find<TunnelEvidence>()?.Facts?.Tls;

    /// <summary>Whether the name that was resolved is the proxy's.</summary>
    public bool ResolvesProxy => evidence.Find<ResolveEvidence>()?.Facts?.IsProxy ?? Proxy is not null;

    public DrillDown? DrillDown => evidence.DrillDown;

    public IReadOnlyList<string> Addresses => evidence.Find<ResolveEvidence>()?.Facts?.Addresses ?? [];

    /// <summary>The CNAME chain, from the resolve stage or the drill-down.</summary>
    public IReadOnlyList<string> Cnames => evidence.Find<ResolveEvidence>()?.Facts?.Cnames
        ?? DrillDown?.Dns?.FirstOrDefault(lookup => lookup.Cnames.Count > 0)?.Cnames ?? [];

    /// <summary>Each address that was tried, by the probe and by the drill-down.</summary>
    public IEnumerable<AddressAttempt> Attempts => (evidence.Find<ConnectEvidence>()?.Facts?.Attempts ?? []).Concat(DrillDown?.Addresses ?? []);

    /// <summary>What was seen of TLS; what the probe itself saw comes before what the drill-down saw.</summary>
    public SecureFacts? Tls => evidence.Find<SecureEvidence>()?.Facts is { } facts && (facts.PolicyErrors ?? facts.ChainStatus ?? facts.Chain) is not null
        ? facts
        : DrillDown?.Tls ?? evidence.Find<SecureEvidence>()?.Facts;

    /// <summary>Whether the workload runs in a container or on a platform that runs it in one: loopback is then nobody else.</summary>
    public bool InContainer => evidence.Vantage.Runtime.Host is "container" || evidence.Vantage.Runtime.Host.StartsWith("functions", StringComparison.Ordinal);

    public bool IsLoopback => BaseUrl is { IsLoopback: true };

    /// <summary>Whether what is called is on this very machine, without a proxy: no network is in between.</summary>
    public bool IsOnThisMachine => Proxy is null && !InContainer
        && (IsLoopback || (Addresses.Count > 0 && Addresses.All(address => IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed))));

    /// <summary>Who has to act when what the base URL names is itself at fault.</summary>
    public Owner OwnerOfServer => IsGatewayRoute ? Owner.RouteProvider : Owner.ApiServer;

    /// <summary>The alert that ended the handshake or the connection after it; null without one that was read.</summary>
    public int? Alert => evidence.Find<SecureEvidence>()?.Facts?.Alert ?? DrillDown?.Tls?.Alert;

    /// <summary>What ended the agreed connection; null when nothing did, or on plain HTTP.</summary>
    public ConnectionEnd? EndedBy => evidence.Find<SecureEvidence>()?.Facts?.EndedBy;

    /// <summary>Whether TLS proved the route's host: nobody between can have answered unless this runtime trusts an inspection.</summary>
    public bool IsProven => evidence.Find<SecureEvidence>() is { Outcome: StageOutcome.Passed };

    /// <summary>Whether nothing between is to be expected: the host is this one or in a private network, and no proxy is in the way.</summary>
    public bool IsNear => Proxy is null && (IsLoopback || (Addresses.Count > 0 && !Addresses.Any(AddressRanges.IsPublic)));

    /// <summary>Whether the probe asked for the list of models.</summary>
    public bool ListsModels => evidence.Depth is not ProbeDepth.Completion && !Shape.Contains(ShapeChange.NoModelList);

    /// <summary>Whether the probe asked for a stream.</summary>
    public bool AskedForStream => Shape.Contains(ShapeChange.Stream)
        || evidence.Route.Request is RequestKind.ChatStream or RequestKind.ResponsesStream;

    /// <summary>Whether the host is OpenAI's or Azure OpenAI's own: their APIs write every error as JSON.</summary>
    public bool IsProvidersHost => OnOpenAIHost || OnAzureHost || Kind is RouteKind.AzureOpenAI;

    /// <summary>Whether the resource's host has a public address here; null when this probe did not resolve it: behind a proxy or a gateway.</summary>
    public bool? ResolvesToPublicAddress => Addresses.Count is 0 || ResolvesProxy || IsGatewayRoute ? null : Addresses.Any(AddressRanges.IsPublic);

    /// <summary>Where the resource's host is resolved, for a sentence.</summary>
    public string ResolvingNetwork => IsGatewayRoute ? "the gateway's network" : Proxy is null ? "the workload's network" : "the proxy's network";

    /// <summary>A variant that was run; null when it was not.</summary>
    public VariantOutcome? Outcome(ProbeVariant variant) => DrillDown?.Variants?.FirstOrDefault(outcome => outcome.Variant == variant);

    /// <summary>Whether a small request on the same way was answered whole, with any status: then the way is open.</summary>
    public bool IsAnsweredToOthers => new[] { ProbeVariant.Keyless, ProbeVariant.ListModels }.Any(variant => Outcome(variant) is { } outcome
        && outcome.Failure?.Kind is null or FailureKind.HttpStatus or FailureKind.NotApi or FailureKind.Redirected
        && (outcome.ReachedApi || (outcome.Status is not null && (IsProven || Proxy is null))));

    /// <summary>The variants and the plain call that broke in the same way as the probe, after the handshake.</summary>
    public IReadOnlyList<VariantOutcome> SameBreaks => [.. (DrillDown?.Variants ?? []).Append(DrillDown?.WithoutSdk).OfType<VariantOutcome>()
        .Where(outcome => outcome.Variant is not ProbeVariant.NoProxy && outcome.Failure?.Kind == Failure)];

    /// <summary>Whether a variant of the probe was asked for a client certificate: what the broken probe could not tell.</summary>
    public bool IsVariantAskedForCertificate =>
        (DrillDown?.Variants ?? []).Append(DrillDown?.WithoutSdk).Any(outcome => outcome?.Failure?.Kind is FailureKind.ClientCertificateRequired)
        || DrillDown?.TlsFailure?.Kind is FailureKind.ClientCertificateRequired;

    /// <summary>Whether a variant was run and reached the API; null when it was not run.</summary>
    public bool? Reached(ProbeVariant variant) =>
        DrillDown?.Variants?.FirstOrDefault(outcome => outcome.Variant == variant)?.ReachedApi
        ?? (variant is ProbeVariant.WithoutSdk ? DrillDown?.WithoutSdk?.ReachedApi : null);

    /// <summary>The endpoint's address family; null when it is not an address.</summary>
    public static AddressFamily? FamilyOf(string endpoint) => IPEndPoint.TryParse(endpoint, out var parsed) ? parsed.AddressFamily : null;
}
