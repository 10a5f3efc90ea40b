using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Credentials;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Obtains the route's credential and the values of its headers.</summary>
internal sealed class CredentialStage(AttemptState state)
{
    private static readonly Uri InstanceMetadata = new("http://169.254.169.254/");

    private readonly ProbeSurroundings _surroundings = state.Surroundings;
    private readonly ProbeRequest _order = state.Order;

    /// <exception cref="CredentialException">There is none to be had.</exception>
    public async Task<(string? Secret, Dictionary<string, string> Headers)> RunAsync(RequestPlan plan)
    {
        var (recorder, facts, secrets) = (state.Recorder, state.Facts, state.Secrets);
        var sendsHeaders = state.Depth is not ProbeDepth.Path && _order.Variant is not ProbeVariant.Keyless;
        if (plan.Scheme is CredentialScheme.None && (!sendsHeaders || _order.Route.Headers.Count == 0))
        {
            recorder.Skip(Stage.Credential, sendsHeaders ? "the route has no credential" : "no credential is sent at this depth");
            return (null, []);
        }

        recorder.Begin(Stage.Credential);
        facts.Credential = FactsOf(plan);
        var fetcher = new CredentialFetcher(_surroundings);
        var headers = _order.Route.Headers.ToDictionary(header => header.Key, header => fetcher.ReadHeader(header.Value, plan));
        secrets.AddRange(headers.Select(header => new KnownSecret(header.Value, header.Key)));
        facts.Credential = facts.Credential with { Account = CredentialIdentity.OfAccount(headers, _surroundings.Environment) };
        var obtained = plan.Scheme is CredentialScheme.None
            ? new ObtainedCredential(null)
            : await fetcher.ReadAsync(_order.Route.Credential, plan, recorder.Token).ConfigureAwait(false);
        if (obtained.Secret is { } secret)
        {
            secrets.Add(new(secret));
            facts.Credential = facts.Credential with
            {
                Identity = obtained.Principal is { } principal
                    ? CredentialIdentity.OfPrincipal(principal)
                    : CredentialIdentity.Derive(secret, _surroundings.Environment),
                ExpiresAt = obtained.ExpiresAt,
            };
        }

        recorder.Pass(Stage.Credential);
        return (obtained.Secret, headers);
    }

    private CredentialFacts FactsOf(RequestPlan plan)
    {
        var identity = plan.Scheme is CredentialScheme.None ? null : _surroundings.IdentityFor(_order.Route.Credential);
        return new()
        {
            Source = _order.Route.Credential.ToString()!,
            Scheme = WireWord.Of(plan.Scheme),
            ManagedIdentity = identity is null ? null : identity.ClientId ?? "system-assigned",
            Proxy = identity is not null && IdentityProxy() is { } proxy ? state.Sanitizer.CleanUrl(proxy) : null,
            Scope = plan.TokenScope,
        };
    }

    /// <summary>The proxy between this process and the endpoint of its managed identity, which has none in a right environment.</summary>
    private Uri? IdentityProxy()
    {
        var endpoint = Uri.TryCreate(_surroundings.Environment("IDENTITY_ENDPOINT"), UriKind.Absolute, out var given)
            ? given
            : InstanceMetadata;
        return ProxyResolver.Resolve(endpoint, new ProxyChoice.FromEnvironment(), _surroundings.Environment).Proxy;
    }
}
