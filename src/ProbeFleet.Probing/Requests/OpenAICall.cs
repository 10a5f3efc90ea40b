using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;

namespace ProbeFleet.Probing.Requests;

/// <summary>Calls through <c>OpenAI</c>.</summary>
internal static class OpenAICall
{
    public static async Task SendAsync(RequestPlan plan, string? secret, HttpClient http, RequestOptions request)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = plan.Endpoint,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        var authentication = AuthenticationOf(plan.Scheme, secret);
        Task call = plan.Operation switch
        {
            Operation.ListModels => new OpenAIModelClient(authentication, options).GetModelsAsync(request),
            Operation.Chat => new ChatClient(plan.Model, authentication, options).CompleteChatAsync(
                BinaryContent.Create(plan.Body!), request),
            Operation.Responses => new OpenAIClient(authentication, options).Pipeline.SendRawAsync(plan, request),
            Operation.Embeddings => new EmbeddingClient(plan.Model, authentication, options)
                .GenerateEmbeddingsAsync(BinaryContent.Create(plan.Body!), request),
        };
        await call.ConfigureAwait(false);
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
