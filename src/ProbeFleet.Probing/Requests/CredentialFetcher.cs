using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using ProbeFleet.Probing.Credentials;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Requests;

/// <summary>Obtains a route's credential, or reports what prevents it.</summary>
internal sealed class CredentialFetcher(ProbeSurroundings surroundings)
{
    // Azure's clients wait 100 s for a silent endpoint. The rest of the probe's time tells whether the route itself is open.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <exception cref="CredentialException">It could not be obtained, cannot be sent, or may not go to the plan's host.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ObtainedCredential> ReadAsync(CredentialSource source, RequestPlan plan, CancellationToken cancellationToken)
    {
        RefuseUnlessAllowed(source, plan);
        var obtained = source switch
        {
            CredentialSource.EnvironmentVariable variable => new ObtainedCredential(ReadVariable(variable)),
            CredentialSource.ManagedIdentity named => await ReadTokenAsync(
                named, plan.TokenScope!, cancellationToken).ConfigureAwait(false),
            CredentialSource.KeyVaultSecret secret => new ObtainedCredential(
                await ReadSecretAsync(secret, cancellationToken).ConfigureAwait(false)),
            CredentialSource.None => new ObtainedCredential(null),
            _ => throw new System.Diagnostics.UnreachableException(source.GetType().Name),
        };
        RefuseMalformed(source, ProblemOf(obtained.Secret));
        return obtained;
    }

    /// <summary>Reads an environment variable's value.</summary>
    /// <exception cref="CredentialException">It is unset, empty or malformed, or may not go to the plan's host.</exception>
    public string ReadHeader(CredentialSource.EnvironmentVariable variable, RequestPlan plan)
    {
        RefuseUnlessAllowed(variable, plan);
        var value = ReadVariable(variable);
        RefuseMalformed(variable, ProblemOfCharacters(value, ' '));
        return value;
    }

    /// <summary>Checks before the source is read, so that a vault or token endpoint is not even asked.</summary>
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
            : throw new CredentialException(
                FailureKind.CredentialMissing, $"the environment variable {variable.Name} is not set or empty", null);

    private async Task<ObtainedCredential> ReadTokenAsync(
        CredentialSource.ManagedIdentity source, string scope, CancellationToken cancellationToken)
    {
        var token = await AskAsync(
            source,
            (credential, limit) => credential.GetTokenAsync(new TokenRequestContext([scope]), limit).AsTask(),
            cancellationToken).ConfigureAwait(false);
        // As configured: each vantage may have its own identity, and the route that they call with it is the same.
        return new ObtainedCredential(token.Token, token.ExpiresOn) { Principal = source.ToString() };
    }

    private async Task<string> ReadSecretAsync(CredentialSource.KeyVaultSecret source, CancellationToken cancellationToken)
    {
        var id = new KeyVaultSecretIdentifier(source.SecretUri);
        var options = new SecretClientOptions { Retry = { MaxRetries = 0 } };
        var secret = await AskAsync(
            source,
            (credential, limit) => new SecretClient(id.VaultUri, credential, options).GetSecretAsync(id.Name, id.Version, null, limit),
            cancellationToken).ConfigureAwait(false);
        return secret.Value.Value;
    }

    /// <summary>Asks the token endpoint or the vault with this process's identity.</summary>
    private async Task<T> AskAsync<T>(
        CredentialSource source, Func<TokenCredential, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var identity = surroundings.IdentityFor(source)!;
        var credential = surroundings.Identity(identity);
        using var limit = new TimeLimit(Patience, surroundings.Clock, cancellationToken);
        try
        {
            return await ask(credential, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CredentialException(
                FailureKind.TimedOut,
                $"the token endpoint or vault gave no answer within {Patience.TotalSeconds:0} s when asked for {Asked(identity)}",
                silent);
        }
        catch (Exception error) when (error is AuthenticationFailedException or RequestFailedException)
        {
            throw Refusal(error, identity, credential);
        }
    }

    // Any status proves that something answered; a success without a token is not the endpoint's.
    private static CredentialException Refusal(Exception error, CredentialSource.ManagedIdentity identity, TokenCredential credential)
    {
        var asked = Asked(identity);
        var status = error is RequestFailedException { Status: not 0 and var ofVault } ? ofVault
            : error is AuthenticationFailedException ? (credential as WatchedIdentity)?.LastStatus
            : null;
        var (kind, message) = (error, status) switch
        {
            (_, null) => (FailureKind.CredentialUnreachable, $"the token endpoint or vault gave no answer when asked for {asked}"),
            (RequestFailedException, _) => (FailureKind.CredentialRefused, $"the vault answered {status} to {asked}"),
            (_, >= 300) => (FailureKind.CredentialRefused, $"the token endpoint answered {status} when asked for {asked}"),
            _ => (FailureKind.CredentialUnreachable,
                $"what answered {status} without a token when asked for {asked} is not the token endpoint"),
        };
        return new(kind, message, error) { Status = status };
    }

    private static string Asked(CredentialSource.ManagedIdentity identity) =>
        identity.ClientId is { } clientId ? $"the identity with client id {clientId}" : "the system-assigned identity";

    private static string? ProblemOf(string? secret) =>
        secret?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) is true
            ? "begins with the word Bearer, which the client adds itself"
        : secret is ['"', .., '"'] or ['\'', .., '\''] ? "stands in quotes"
        : ProblemOfCharacters(secret, '!');

    /// <param name="least">The first character that may stand inside: <c>!</c>, or a space where a scheme word may come first.</param>
    private static string? ProblemOfCharacters(string? secret, char least)
    {
        var at = secret is null ? -1
            : secret.StartsWith(' ') ? 0
            : secret.EndsWith(' ') ? secret.Length - 1
            : secret.AsSpan().IndexOfAnyExceptInRange(least, '~');
        if (at < 0)
        {
            return null;
        }

        var kind = secret![at] switch
        {
            '\n' or '\r' => "a line break",
            ' ' or '\t' => "white space",
            < ' ' or '\u007f' => "a control character",
            _ => "a character that is not ASCII",
        };
        var place = at == 0 ? "at its beginning" : at == secret.Length - 1 ? "at its end" : $"at character {at + 1}";
        return $"has {kind} {place}";
    }

    private static void RefuseMalformed(CredentialSource source, string? problem)
    {
        if (problem is not null)
        {
            throw new CredentialException(FailureKind.CredentialMalformed, $"the value of {source} {problem}", null);
        }
    }
}

/// <summary>A credential to send.</summary>
/// <param name="Secret">The key or token; null when none is sent.</param>
internal sealed record ObtainedCredential(string? Secret, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>The principal of a token, which outlasts the token's rotation. Null for a key, which is its own identity.</summary>
    public string? Principal { get; init; }
}

/// <summary>Thrown when a credential could not be obtained.</summary>
internal sealed class CredentialException(FailureKind kind, string message, Exception? inner) : Exception(message, inner)
{
    public FailureKind Kind => kind;

    /// <summary>The status of the response; null when there was none.</summary>
    public int? Status { get; init; }
}
