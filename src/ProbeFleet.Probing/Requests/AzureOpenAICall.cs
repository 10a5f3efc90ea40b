using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using Azure.Core;

namespace ProbeFleet.Probing.Requests;

/// <summary>Calls through <c>Azure.AI.OpenAI</c>, which workloads use for a dated <c>api-version</c>.</summary>
internal static class AzureOpenAICall
{
    public static async Task SendAsync(RequestPlan plan, string? secret, HttpClient http, RequestOptions request)
    {
        var options = new AzureOpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        // The client can only name versions that its release knew, and a second api-version would be refused.
        options.AddPolicy(
            new Edited(sent => sent.Uri = new UriBuilder(sent.Uri!) { Query = plan.Url.Query }.Uri), PipelinePosition.PerCall);
        var client = ClientOf(plan, secret, options);
        Task call = plan.Operation switch
        {
            Operation.Chat => client.GetChatClient(plan.Model).CompleteChatAsync(BinaryContent.Create(plan.Body!), request),
            Operation.Embeddings => client.GetEmbeddingClient(plan.Model).GenerateEmbeddingsAsync(
                BinaryContent.Create(plan.Body!), request),
            // The client has no list of models (GetOpenAIModelClient's methods throw NotSupportedException) and its client of responses
            // does not work with this OpenAI package; the service has both.
            Operation.ListModels or Operation.Responses => client.Pipeline.SendRawAsync(plan, request),
        };
        await call.ConfigureAwait(false);
    }

    private static AzureOpenAIClient ClientOf(RequestPlan plan, string? secret, AzureOpenAIClientOptions options)
    {
        switch (plan.Scheme)
        {
            case CredentialScheme.ApiKeyHeader:
                return new(plan.Endpoint, new ApiKeyCredential(secret!), options);
            case CredentialScheme.BearerToken:
                options.Audience = new AzureOpenAIAudience(plan.TokenScope!);
                return new(plan.Endpoint, DelegatedTokenCredential.Create(
                    (_, _) => new AccessToken(secret!, DateTimeOffset.MaxValue)), options);
            case CredentialScheme.None:
                // The client requires a credential: this one is removed before anything is sent.
                options.AddPolicy(new Edited(sent => sent.Headers.Remove("api-key")), PipelinePosition.BeforeTransport);
                return new(plan.Endpoint, new ApiKeyCredential("none"), options);
            default:
                throw new System.Diagnostics.UnreachableException(plan.Scheme.ToString());
        }
    }

    private sealed class Edited(Action<PipelineRequest> edit) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            edit(message.Request);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            edit(message.Request);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
