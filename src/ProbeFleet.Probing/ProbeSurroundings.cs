using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using ProbeFleet.Core.Routes;
using ProbeFleet.Probing.Credentials;

namespace ProbeFleet.Probing;

/// <summary>What a probe takes from the process it runs in.</summary>
public sealed record ProbeSurroundings
{
    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable; null when it is not set. Default the process's own.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    internal SanitizerCache Sanitizers { get; } = new();

    /// <summary>
    /// Makes the credential of a managed identity, which <see cref="RuntimeIdentity.Of"/> has settled. Default
    /// <see cref="ManagedIdentityCredential"/> with one more try, after half a second, where the endpoint is busy, broken or silent:
    /// its own five tries take longer than a probe and would end as a timeout, whatever the endpoint answered.
    /// </summary>
    public Func<CredentialSource.ManagedIdentity, TokenCredential> Identity { get; init; } = source =>
        new ManagedIdentityCredential(new ManagedIdentityCredentialOptions(RuntimeIdentity.IdOf(source))
        {
            RetryPolicy = new RetryPolicy(maxRetries: 1, DelayStrategy.CreateFixedDelayStrategy(TimeSpan.FromSeconds(0.5))),
        });

    /// <summary>The managed identity that a credential is obtained with; null for one that needs none.</summary>
    internal CredentialSource.ManagedIdentity? IdentityFor(CredentialSource source) => source switch
    {
        CredentialSource.ManagedIdentity named => RuntimeIdentity.Of(named, Environment),
        CredentialSource.KeyVaultSecret => RuntimeIdentity.Of(new(), Environment),
        _ => null,
    };
}
