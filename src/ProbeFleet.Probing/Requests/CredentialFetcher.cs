using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using ProbeFleet.Core.Model;
using ProbeFleet.Probing.Credentials;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Requests;

/// <summary>Obtains a route's credential, and says what stands in the way.</summary>
internal sealed class CredentialFetcher(ProbeSurroundings surroundings)
{
    /// <summary>Obtains the credential.</summary>
    /// <exception cref="CredentialException">It could not be obtained, cannot be sent, or may not go to the plan's host.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ObtainedCredential> ReadAsync(CredentialSource source, RequestPlan plan, CancellationToken cancellationToken)
    {
        RefuseUnlessAllowed(source, plan);
        var obtained = source switch
        {
            CredentialSource.EnvironmentVariable variable => new ObtainedCredential(ReadVariable(variable)),
            CredentialSource.ManagedIdentity named => await ReadTokenAsync(named, plan.TokenScope!, cancellationToken).ConfigureAwait(false),
            CredentialSource.KeyVaultSecret secret => await ReadSecretAsync(secret, cancellationToken).ConfigureAwait(false),
            CredentialSource.None => new ObtainedCredential(null),
            _ => throw new System.Diagnostics.UnreachableException(source.GetType().Name),
        };
        Refuse(source, obtained.Secret);
        return obtained;
    }

    /// <summary>Reads an environment variable's value.</summary>
    /// <exception cref="CredentialException">It is unset, empty or malformed, or may not go to the plan's host.</exception>
    public string ReadHeader(CredentialSource.EnvironmentVariable variable, RequestPlan plan)
    {
        RefuseUnlessAllowed(variable, plan);
        var value = ReadVariable(variable);
        Refuse(variable, value);
        return value;
    }

    /// <summary>Before the source is read: a vault or token endpoint is not even asked.</summary>
    private void RefuseUnlessAllowed(CredentialSource source, RequestPlan plan)
    {
        if (surroundings.Outbound.RefusalOf(source, plan.Url, surroundings.Environment) is { } refusal)
        {
            throw new CredentialException(FailureKind.CredentialNotAllowed, refusal, null);
        }
    }

    private string ReadVariable(CredentialSource.EnvironmentVariable variable) =>
        surroundings.Environment(variable.Name) is { Length: > 0 } value
            ? value
            : throw new CredentialException(FailureKind.CredentialMissing, $"the environment variable {variable.Name} is not set or empty", null);

    private async Task<ObtainedCredential> ReadTokenAsync(CredentialSource.ManagedIdentity source, string scope, CancellationToken cancellationToken)
    {
        var identity = surroundings.IdentityFor(source)!;
        var credential = surroundings.Identity(identity);
        try
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken)
                .AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            // As configured: each vantage may have an identity of its own, and the route they call with it is one.
            return new ObtainedCredential(token.Token, scope, token.ExpiresOn) { Principal = source.ToString() };
        }
        catch (Exception error) when (error is AuthenticationFailedException or RequestFailedException)
        {
            throw Refusal(error, identity, credential);
        }
    }

    private async Task<ObtainedCredential> ReadSecretAsync(CredentialSource.KeyVaultSecret source, CancellationToken cancellationToken)
    {
        var id = new KeyVaultSecretIdentifier(source.SecretUri);
        var identity = surroundings.IdentityFor(source)!;
        var credential = surroundings.Identity(identity);
        try
        {
            var options = new SecretClientOptions { Retry = { MaxRetries = 0 } };
            var client = new SecretClient(id.VaultUri, credential, options);
            var secret = await client.GetSecretAsync(id.Name, id.Version, null, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return new ObtainedCredential(secret.Value.Value);
        }
        catch (Exception error) when (error is AuthenticationFailedException or RequestFailedException)
        {
            throw Refusal(error, identity, credential);
        }
    }

    // Any status proves that something answered; a success without a token is not the endpoint's.
    private static CredentialException Refusal(Exception error, CredentialSource.ManagedIdentity identity, TokenCredential credential)
    {
        var asked = identity.ClientId is { } clientId ? $"the identity with client id {clientId}" : "the system-assigned identity";
        return error switch
        {
            RequestFailedException { Status: not 0 and var status } =>
                new(FailureKind.CredentialRefused, $"the vault answered {status} to {asked}", error),
            AuthenticationFailedException when (credential as WatchedIdentity)?.LastStatus is >= 300 and var status =>
                new(FailureKind.CredentialRefused, $"the token endpoint answered {status} when asked for {asked}", error),
            _ => new(FailureKind.CredentialUnreachable, $"the token endpoint or vault gave no answer when asked for {asked}", error),
        };
    }

    private static void Refuse(CredentialSource source, string? secret)
    {
        var at = secret is null ? -1 : secret.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (at < 0)
        {
            return;
        }

        var kind = secret![at] switch
        {
            '\n' or '\r' => "a line break",
            ' ' or '\t' => "white space",
            < ' ' or '\u007f' => "a control character",
            _ => "a character that is not ASCII",
        };
        var place = at == 0 ? "at its beginning" : at == secret.Length - 1 ? "at its end" : $"at character {at + 1}";
        throw new CredentialException(FailureKind.CredentialMalformed, $"the value of {source} has {kind} {place}", null);
    }
}

/// <summary>A credential as it is sent.</summary>
/// <param name="Secret">The key or token; null when none is sent.</param>
/// <param name="Scope">The scope that the token was asked for.</param>
/// <param name="ExpiresAt">The token's expiry.</param>
internal sealed record ObtainedCredential(string? Secret, string? Scope = null, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Who a token speaks for: a token is new at each rotation, its principal is not. Null for a key, which is its own identity.</summary>
    public string? Principal { get; init; }
}

/// <summary>A credential could not be obtained.</summary>
internal sealed class CredentialException(FailureKind kind, string message, Exception? inner) : Exception(message, inner)
{
    public FailureKind Kind => kind;
}
