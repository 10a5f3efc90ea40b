using Azure.Core;
using ProbeFleet.Core.Model;
using ProbeFleet.Probing.Credentials;

namespace ProbeFleet.Probing.Orders;

/// <summary>What a probe takes from the process it runs in.</summary>
public sealed record ProbeSurroundings
{
    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable; null when it is not set. Default the process's own.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>What may leave the process, and to where. Default <see cref="OutboundRules.OfPerson"/>; a vantage has its operator's.</summary>
    public OutboundRules Outbound { get; init; } = OutboundRules.OfPerson;

    /// <summary>Why no route is probed with a workload's runtime here, as a part of a sentence; null where one may be. Default null.</summary>
    public string? RuntimeRefusal { get; init; }

    /// <summary>Variants that whoever runs the process forbade, in the look after a break too. Default none.</summary>
    public IReadOnlyList<ProbeVariant> Forbids { get; init; } = [];

    internal SanitizerCache Sanitizers { get; } = new();

    /// <summary>
    /// Makes the credential of a managed identity, which <see cref="RuntimeIdentity.Of"/> has settled. Default Azure's own, with one
    /// more try after half a second where its endpoint is busy, broken or silent.
    /// </summary>
    public Func<CredentialSource.ManagedIdentity, TokenCredential> Identity { get; init; } = identity => new WatchedIdentity(identity);

    /// <summary>The managed identity that a credential is obtained with; null for one that needs none.</summary>
    internal CredentialSource.ManagedIdentity? IdentityFor(CredentialSource source) => source switch
    {
        CredentialSource.ManagedIdentity named => RuntimeIdentity.Of(named, Environment),
        CredentialSource.KeyVaultSecret => RuntimeIdentity.Of(new(), Environment),
        _ => null,
    };
}
