namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>
/// The comparable facts of two results. Facts of a stage that one of them did not reach are not compared, because not having looked is not
/// a change.
/// </summary>
internal static class ComparableFacts
{
    /// <summary>Facts that a probe does not always learn, so that their absence says nothing.</summary>
    private static readonly HashSet<string> UnknownWhenAbsent =
        ["credential.managedIdentity", "dns.cnames", "dns.resolvers", "tls.subject", "vantage.region", "vantage.network"];

    public static IEnumerable<ChangedFact> Changed(ProbeResult baseline, ProbeResult now) =>
        All.SelectMany(part => part(baseline) is { } was && part(now) is { } isNow ? Differing(was, isNow) : []);

    private static Func<ProbeResult, (string Name, string? Value)[]?>[] All { get; } = [Runtime, Credential, Proxy, Resolve, Tls, Response];

    private static IEnumerable<ChangedFact> Differing((string Name, string? Value)[] was, (string Name, string? Value)[] now) =>
        was.Zip(now, (before, after) => new ChangedFact(before.Name, before.Value, after.Value))
            .Where(fact => fact.Was != fact.Now && !(UnknownWhenAbsent.Contains(fact.Fact) && (fact.Was is null || fact.Now is null)));

    private static (string Name, string? Value)[] Runtime(ProbeResult result) =>
    [
        ("runtime.sdk", result.Vantage.Runtime.Sdk),
        ("runtime.dotnet", result.Vantage.Runtime.Dotnet),
        ("runtime.os", result.Vantage.Runtime.Os),
        ("runtime.host", result.Vantage.Runtime.Host),
        ("vantage.region", result.Vantage.Region),
        ("vantage.network", result.Vantage.Network),
    ];

    private static (string Name, string? Value)[]? Credential(ProbeResult result) =>
        result.Facts<CredentialFacts>() is { } facts ? [("credential.managedIdentity", facts.ManagedIdentity)] : null;

    private static (string Name, string? Value)[]? Proxy(ProbeResult result) => result.Facts<ConfigureFacts>()?.Proxy is { } proxy
        ? [("proxy.url", proxy.Bypassed ? null : proxy.Url), ("proxy.source", proxy.Source)]
        : null;

    private static (string Name, string? Value)[]? Resolve(ProbeResult result) =>
        result.Find<ResolveEvidence>() is not { Outcome: not StageOutcome.Skipped, Facts: { } facts } ? null :
        [
            ("dns.addresses", OfSet(facts.Addresses)),
            ("dns.cnames", OfList(facts.Cnames)),
            ("dns.resolvers", OfList(facts.Resolvers)),
        ];

    private static (string Name, string? Value)[]? Tls(ProbeResult result)
    {
        var facts = result.Facts<SecureFacts>() is { Issuer: not null } seen ? seen : result.DrillDown?.Tls;
        return facts is null ? null : [("tls.issuer", facts.Issuer), ("tls.subject", facts.Subject)];
    }

    private static (string Name, string? Value)[]? Response(ProbeResult result) =>
        result.Response is not { } response ? null :
        [
            ("response.responder", WireWord.Of(response.Responder)),
            ("response.product", response.ResponderProduct),
            ("response.region", response.Headers.GetValueOrDefault("x-ms-region")),
            ("response.server", response.Headers.GetValueOrDefault("server")),
            ("response.status", $"{response.Status}"),
        ];

    /// <summary>A set in sorted order; null when it is empty.</summary>
    private static string? OfSet(IReadOnlyList<string> values) =>
        values is [] ? null : string.Join(", ", values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>A list in its own order; null when it is absent.</summary>
    private static string? OfList(IReadOnlyList<string>? values) => values switch
    {
        null => null,
        [] => "none",
        _ => string.Join(" → ", values),
    };
}
