namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>
/// Decides whether two probes are of the same route. Their route fingerprints must be equal. If the cause is the credential, the fix is
/// another credential, so only the other fields (kind, base URL, model, API version, request, SDK) must be equal.
/// </summary>
internal static class RouteComparability
{
    /// <summary>Compares the routes of two probes.</summary>
    /// <param name="cause">The cause of the failed probe.</param>
    public static RouteDifference Judge(Cause cause, RouteIdentity was, RouteIdentity now)
    {
        if (was.Fingerprint == now.Fingerprint)
        {
            return new(IsComparable: true, []);
        }

        var others = Differing(Fields(was), Fields(now));
        var credential = was.Credential is { } before && now.Credential is { } after ? Differing(Fields(before), Fields(after)) : [];
        ChangedFact[] credentialOrTrace = credential is [] && others is []
            ? [new("credential.identity (by the route's fingerprint)", was.Fingerprint, now.Fingerprint)]
            : credential;
        return new(IsComparable: others is [] && IsOfTheCredential(cause), [.. others, .. credentialOrTrace]);
    }

    /// <summary>Whether another credential can fix this cause: <c>credential.*</c>, <c>config.credential-*</c>, <c>auth.*</c>.</summary>
    public static bool IsOfTheCredential(Cause cause) =>
        WireWord.Of(cause) is var code
        && (code.StartsWith("credential.", StringComparison.Ordinal)
            || code.StartsWith("config.credential-", StringComparison.Ordinal)
            || code.StartsWith("auth.", StringComparison.Ordinal));

    private static ChangedFact[] Differing((string Name, string? Value)[] was, (string Name, string? Value)[] now) =>
        [.. was.Zip(now, (before, after) => new ChangedFact(before.Name, before.Value, after.Value)).Where(fact => fact.Was != fact.Now)];

    private static (string Name, string? Value)[] Fields(RouteIdentity identity) =>
    [
        ("route.kind", WireWord.Of(identity.Route.Kind)),
        ("route.baseUrl", identity.Route.BaseUrl),
        ("route.model", identity.Route.Model),
        ("route.apiVersion", identity.Route.ApiVersion),
        ("route.request", WireWord.Of(identity.Route.Request ?? RequestKind.Chat)),
        ("route.http", WireWord.Of(identity.Route.Http)),
        ("route.runtime", WireWord.Of(identity.Route.Runtime)),
        ("runtime.sdk", identity.Sdk),
    ];

    private static (string Name, string? Value)[] Fields(CredentialFacts credential) =>
    [
        ("credential.source", credential.Source),
        ("credential.identity", credential.Identity),
        ("credential.account", credential.Account),
    ];
}

/// <summary>In what the routes of two probes differ.</summary>
/// <param name="IsComparable">
/// Whether the two are comparable all the same: they do not differ, or only in the credential, which was the cause, so that the change is
/// the fix.
/// </param>
/// <param name="Fields">The fields that differ, never with a secret; empty only for the same route.</param>
internal readonly record struct RouteDifference(bool IsComparable, IReadOnlyList<ChangedFact> Fields);

/// <summary>The identity of a route when two probes are compared.</summary>
/// <param name="Route">The route; its name and the route that it fronts do not count.</param>
/// <param name="Sdk">The SDK and its version, as <see cref="RuntimeFacts.Sdk"/> states them.</param>
/// <param name="Fingerprint">The <see cref="Model.Fingerprint.Route"/>, the only trace of the credential that a packet keeps.</param>
/// <param name="Credential">The credential, if known; it only makes a difference easier to read.</param>
internal sealed record RouteIdentity(ProbedRoute Route, string Sdk, string Fingerprint, CredentialFacts? Credential = null)
{
    public static RouteIdentity From(ProbeResult result) =>
        new(result.Route, result.Vantage.Runtime.Sdk, result.Fingerprint.Route, result.Facts<CredentialFacts>());
}
