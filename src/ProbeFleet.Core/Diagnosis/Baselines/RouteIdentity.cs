namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>The identity of a route when two probes are compared.</summary>
internal sealed record RouteIdentity
{
    /// <summary>The route; its name and the route that it fronts do not count.</summary>
    public required ProbedRoute Route { get; init; }

    /// <summary>The SDK and its version, as <see cref="Model.RuntimeFacts.Sdk"/> states them.</summary>
    public required string Sdk { get; init; }

    /// <summary>The <see cref="Model.Fingerprint.Route"/>, the only trace of the credential that a packet keeps.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The credential, if known; it only makes a difference easier to read.</summary>
    public CredentialFacts? Credential { get; init; }

    public static RouteIdentity From(ProbeResult result)
    {
        return new()
        {
            Route = result.Route,
            Sdk = result.Vantage.Runtime.Sdk,
            Fingerprint = result.Fingerprint.Route,
            Credential = result.Find<CredentialEvidence>()?.Facts,
        };
    }
}
