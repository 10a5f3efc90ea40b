using Azure.Core;
using Azure.Identity;
using ProbeFleet.Core.Routes;

namespace ProbeFleet.Probing;

/// <summary>What a probe takes from the process it runs in.</summary>
public sealed record ProbeSurroundings
{
    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable; null when it is not set. Default the process's own.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    internal SanitizerCache Sanitizers { get; } = new();

    /// <summary>Makes the credential of a managed identity. Default <see cref="ManagedIdentityCredential"/>.</summary>
    public Func<CredentialSource.ManagedIdentity, TokenCredential> Identity { get; init; } = source =>
        new ManagedIdentityCredential(source.ClientId is { } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);
}
