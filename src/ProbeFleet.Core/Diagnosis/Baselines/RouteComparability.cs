namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>
/// Decides whether two probes are of the same route. Their route fingerprints must be equal. If the cause is the credential, the fix is
/// another credential, so only the other fields (kind, base URL, model, API version, request, SDK) must be equal.
/// </summary>
internal static class RouteComparability
{
    /// <summary>Compares the routes of two probes.</summary>
    /// <param name="cause">The cause of the failed probe.</param>
    public static RouteSameness Judge(Cause cause, RouteIdentity was, RouteIdentity now)
    {
        if (was.Fingerprint == now.Fingerprint)
        {
            return new RouteSameness.Same();
        }

        var others = Differing(Fields(was), Fields(now));
        var credential = was.Credential is { } before && now.Credential is { } after ? Differing(Fields(before), Fields(after)) : [];
        ChangedFact[] credentialOrTrace = credential is [] && others is []
            ? [new("credential.identity (by the route's fingerprint)", was.Fingerprint, now.Fingerprint)]
            : credential;
        return others is [] && IsOfTheCredential(cause)
            ? new RouteSameness.SameButCredential(credentialOrTrace)
            : new RouteSameness.Different([.. others, .. credentialOrTrace]);
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
        ("route.http", identity.Route.Http is { } http ? WireWord.Of(http) : null),
        ("route.runtime", identity.Route.Runtime is { } runtime ? WireWord.Of(runtime) : null),
        ("runtime.sdk", identity.Sdk),
    ];

    private static (string Name, string? Value)[] Fields(CredentialFacts credential) =>
    [
        ("credential.source", credential.Source),
        ("credential.identity", credential.Identity),
        ("credential.account", credential.Account),
    ];
}
