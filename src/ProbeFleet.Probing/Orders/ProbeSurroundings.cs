using Azure.Core;
using ProbeFleet.Probing.Credentials;

namespace ProbeFleet.Probing.Orders;

/// <summary>What a probe takes from the process that it runs in.</summary>
public sealed record ProbeSurroundings
{
    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable; null when it is not set. Default the process's own.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// What may leave the process, and to where. Default <see cref="OutboundRules.OfPerson"/>; a vantage has its operator's.
    /// </summary>
    public OutboundRules Outbound { get; init; } = OutboundRules.OfPerson;

    /// <summary>Why no route is probed with a workload's runtime here, as part of a sentence; null where one may be, the default.</summary>
    public string? RuntimeRefusal { get; init; }

    /// <summary>Variants that the process's operator forbids, in the closer look after a break too. Default none.</summary>
    public IReadOnlyList<ProbeVariant> Forbids { get; init; } = [];

    internal SanitizerCache Sanitizers { get; } = new();

    internal CertificateMemory Certificates { get; } = new();

    /// <summary>
    /// Creates the credential of a managed identity that <see cref="RuntimeIdentity.Resolve"/> has resolved. Default Azure's own, with one
    /// retry after half a second when its endpoint is busy, broken or silent.
    /// </summary>
    public Func<CredentialSource.ManagedIdentity, TokenCredential> Identity { get; init; } = identity => new WatchedIdentity(identity);

    /// <summary>The managed identity that a credential is obtained with; null for one that needs none.</summary>
    internal CredentialSource.ManagedIdentity? IdentityFor(CredentialSource source) => source switch
    {
        CredentialSource.ManagedIdentity named => RuntimeIdentity.Resolve(named, Environment),
        CredentialSource.KeyVaultSecret => RuntimeIdentity.Resolve(new(), Environment),
        _ => null,
    };
}
