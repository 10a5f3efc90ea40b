using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace ProbeFleet.Probing.Requests;

/// <summary>The probe's one call through the OpenAI SDK, retries off.</summary>
internal static class SdkCall
{
    /// <summary>The SDK and its version, as results state it.</summary>
    public static string Sdk { get; } = $"OpenAI {typeof(OpenAIClient).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>Makes the call. An error status is not thrown: the attempt's own handler has already kept it.</summary>
    public static async Task SendAsync(
        RequestPlan plan, string? secret, IReadOnlyDictionary<string, string> headers, HttpClient http, CancellationToken cancellationToken)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = plan.Endpoint,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        var request = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
        foreach (var (name, value) in headers)
        {
            request.SetHeader(name, value);
        }

        var authentication = AuthenticationOf(plan.Scheme, secret);
        if (plan.Body is { } body)
        {
            await new ChatClient(plan.Model, authentication, options)
                .CompleteChatAsync(BinaryContent.Create(body), request).ConfigureAwait(false);
        }
        else
        {
            await new OpenAIModelClient(authentication, options).GetModelsAsync(request).ConfigureAwait(false);
        }
    }

    private static AuthenticationPolicy AuthenticationOf(CredentialScheme scheme, string? secret) => scheme switch
    {
        CredentialScheme.None => new NoAuthentication(),
        CredentialScheme.BearerKey or CredentialScheme.BearerToken =>
            ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(secret!)),
        CredentialScheme.ApiKeyHeader =>
            ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(secret!), "api-key"),
    };

    private sealed class NoAuthentication : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNextAsync(message, pipeline, currentIndex);
    }
}
