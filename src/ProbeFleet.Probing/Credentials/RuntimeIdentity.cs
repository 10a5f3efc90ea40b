using Azure.Identity;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Probing.Credentials;

/// <summary>
/// The one place that decides which managed identity this process speaks as, for probes, Key Vault and storage alike: the one
/// that is named, else the user-assigned one of <c>AZURE_CLIENT_ID</c> (which Azure's own clients read too), else the system-assigned one.
/// </summary>
public static class RuntimeIdentity
{
    /// <summary>The identity that a source means in this process.</summary>
    /// <param name="source">The source as configured; its client id wins.</param>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    public static CredentialSource.ManagedIdentity Of(CredentialSource.ManagedIdentity source, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(environment);
        return source.ClientId is null && environment("AZURE_CLIENT_ID") is { Length: > 0 } clientId ? new(clientId) : source;
    }

    /// <summary>The same as Azure's clients take it.</summary>
    /// <param name="identity">What <see cref="Of"/> gave.</param>
    public static ManagedIdentityId IdOf(CredentialSource.ManagedIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.ClientId is { } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned;
    }
}
