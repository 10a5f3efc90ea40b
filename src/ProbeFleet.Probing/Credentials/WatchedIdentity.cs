using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace ProbeFleet.Probing.Credentials;

/// <summary>
/// A <see cref="ManagedIdentityCredential"/> that records its endpoint's status, which exceptions do not report for every kind of endpoint.
/// It retries once, after half a second, when the endpoint is busy, broken or silent; the five tries of Azure's own policy take longer than
/// a probe and would end as a timeout, whatever was answered.
/// </summary>
internal sealed class WatchedIdentity : TokenCredential
{
    private readonly WatchedRetries _retries = new();
    private readonly ManagedIdentityCredential _credential;

    // The credential keeps the retry policy of its options, but no other policy that is added to them.
    public WatchedIdentity(CredentialSource.ManagedIdentity identity) =>
        _credential = new(new ManagedIdentityCredentialOptions(RuntimeIdentity.IdOf(identity)) { RetryPolicy = _retries });

    /// <summary>The status of the last response; null when the last request got none, or nothing was sent.</summary>
    public int? LastStatus => _retries.LastStatus;

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        _credential.GetToken(requestContext, cancellationToken);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        _credential.GetTokenAsync(requestContext, cancellationToken);

    private sealed class WatchedRetries() : RetryPolicy(maxRetries: 1, DelayStrategy.CreateFixedDelayStrategy(TimeSpan.FromSeconds(0.5)))
    {
        public int? LastStatus { get; private set; }

        protected override void OnSendingRequest(HttpMessage message) => LastStatus = null;

        protected override ValueTask OnSendingRequestAsync(HttpMessage message)
        {
            OnSendingRequest(message);
            return ValueTask.CompletedTask;
        }

        protected override void OnRequestSent(HttpMessage message) => LastStatus = message.Response.Status;

        protected override ValueTask OnRequestSentAsync(HttpMessage message)
        {
            OnRequestSent(message);
            return ValueTask.CompletedTask;
        }
    }
}
