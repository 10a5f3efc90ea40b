using Azure.Identity;

namespace ProbeFleet.Probing.Credentials;

/// <summary>
/// The one place that decides which managed identity this process uses, for probes, Key Vault and storage alike: the named one, else the
/// user-assigned one of <c>AZURE_CLIENT_ID</c> (which Azure's own clients read too), else the system-assigned one.
/// </summary>
public static class RuntimeIdentity
{
    /// <summary>Resolves a configured source to the identity of this process.</summary>
    /// <param name="source">The configured source; its client ID wins.</param>
    public static CredentialSource.ManagedIdentity Resolve(CredentialSource.ManagedIdentity source, Func<string, string?> environment) =>
        source.ClientId is null && environment("AZURE_CLIENT_ID") is { Length: > 0 } clientId ? new(clientId) : source;

    /// <summary>Converts an identity to the form that Azure's clients take.</summary>
    /// <param name="identity">The result of <see cref="Resolve"/>.</param>
    public static ManagedIdentityId IdOf(CredentialSource.ManagedIdentity identity) =>
        identity.ClientId is { } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned;
}
