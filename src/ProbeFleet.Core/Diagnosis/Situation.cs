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

    /// <summary>Whether the resource's host has a public address here; null when this probe did not resolve it: behind a proxy or a gateway.</summary>
    public bool? ResolvesToPublicAddress => Addresses.Count is 0 || ResolvesProxy || IsGatewayRoute ? null : Addresses.Any(AddressRanges.IsPublic);

    /// <summary>Where the resource's host is resolved, for a sentence.</summary>
    public string ResolvingNetwork => IsGatewayRoute ? "the gateway's network" : Proxy is null ? "the workload's network" : "the proxy's network";

    /// <summary>Whether a variant was run and reached the API; null when it was not run.</summary>
    public bool? Reached(ProbeVariant variant) =>
        DrillDown?.Variants?.FirstOrDefault(outcome => outcome.Variant == variant)?.ReachedApi
        ?? (variant is ProbeVariant.WithoutSdk ? DrillDown?.WithoutSdk?.ReachedApi : null);

    /// <summary>The endpoint's address family; null when it is not an address.</summary>
    public static AddressFamily? FamilyOf(string endpoint) => IPEndPoint.TryParse(endpoint, out var parsed) ? parsed.AddressFamily : null;
}
