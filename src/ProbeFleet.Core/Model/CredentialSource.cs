namespace ProbeFleet.Core.Model;

/// <summary>
/// Where a route's credential comes from: <c>env:NAME</c>, <c>managed-identity</c>, <c>managed-identity:CLIENT_ID</c>,
/// <c>keyvault:SECRET_URI</c> or <c>none</c>. A source names a secret and never holds one; <see cref="object.ToString"/>
/// gives the configuration text, which is safe to show.
/// </summary>
public abstract record CredentialSource
{
    private protected CredentialSource()
    {
    }

    /// <summary>An API key in an environment variable (on Azure: an app setting).</summary>
    public sealed record EnvironmentVariable(string Name) : CredentialSource
    {
        /// <inheritdoc/>
        public override string ToString() => $"env:{Name}";
    }

    /// <summary>A Microsoft Entra token of the runtime's managed identity.</summary>
    /// <param name="ClientId">The user-assigned identity's client id; null for the runtime's default, which is not always the
    /// system-assigned one.</param>
    public sealed record ManagedIdentity(string? ClientId = null) : CredentialSource
    {
        /// <inheritdoc/>
        public override string ToString() => ClientId is null ? "managed-identity" : $"managed-identity:{ClientId}";
    }

    /// <summary>An API key in Azure Key Vault, read with the runtime's own identity.</summary>
    /// <param name="SecretUri">The secret's identifier: <c>https://VAULT/secrets/NAME[/VERSION]</c>.</param>
    public sealed record KeyVaultSecret(Uri SecretUri) : CredentialSource
    {
        /// <inheritdoc/>
        public override string ToString() => $"keyvault:{SecretUri}";
    }

    /// <summary>No credential: a gateway that asks for none.</summary>
    public sealed record None : CredentialSource
    {
        /// <inheritdoc/>
        public override string ToString() => "none";
    }
}
