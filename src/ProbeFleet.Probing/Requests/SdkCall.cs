using System.ClientModel;
using System.ClientModel.Primitives;
using System.Reflection;
using Azure.AI.OpenAI;
using Azure.Core;
using OpenAI;

namespace ProbeFleet.Probing.Requests;

/// <summary>Makes the probe's one call through the SDK that a workload of its route uses, without retries.</summary>
internal static class SdkCall
{
    private const string ApiKey = "api-key";

    /// <summary>The SDK of most routes and its version, as results state it.</summary>
    public static string Sdk { get; } = NameOf(typeof(OpenAIClient).Assembly);

    public static string AzureSdk { get; } = NameOf(typeof(AzureOpenAIClient).Assembly);

    /// <summary>The SDK that makes a route's call and its version.</summary>
    public static string SdkOf(Route route) => RequestPlanner.IsDated(route) ? AzureSdk : Sdk;

    /// <summary>Makes the call. An error status is not thrown, because the attempt's own handler has already kept it.</summary>
    public static async Task SendAsync(
        RequestPlan plan, string? secret, IReadOnlyDictionary<string, string> headers, HttpClient http, CancellationToken cancellationToken)
    {
        var request = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
        foreach (var (name, value) in headers)
        {
            request.SetHeader(name, value);
        }

        var client = plan.IsDated ? AzureClientOf(plan, secret, headers, http) : ClientOf(plan, secret, http);
        Task call = plan.Operation switch
        {
            Operation.Chat => client.GetChatClient(plan.Model).CompleteChatAsync(BinaryContent.Create(plan.Body!), request),
            Operation.Embeddings => client.GetEmbeddingClient(plan.Model).GenerateEmbeddingsAsync(
                BinaryContent.Create(plan.Body!), request),
            Operation.ListModels when !plan.IsDated => client.GetOpenAIModelClient().GetModelsAsync(request),
            // Azure's client has no list of models (GetOpenAIModelClient's methods throw NotSupportedException) and its client of responses
            // does not work with this OpenAI package; the service has both.
            Operation.ListModels or Operation.Responses => SendRawAsync(client.Pipeline, plan, request),
        };
        await call.ConfigureAwait(false);
    }

    private static OpenAIClient ClientOf(RequestPlan plan, string? secret, HttpClient http)
    {
        AuthenticationPolicy authentication = plan.Scheme switch
        {
            CredentialScheme.None => new Edited(_ => { }),
            CredentialScheme.BearerKey or CredentialScheme.BearerToken =>
                ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(secret!)),
            CredentialScheme.ApiKeyHeader => ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(secret!), ApiKey),
        };
        return new(authentication, Over(http, new OpenAIClientOptions { Endpoint = plan.Endpoint }));
    }

    /// <summary>The client that workloads use for a dated <c>api-version</c>.</summary>
    private static AzureOpenAIClient AzureClientOf(
        RequestPlan plan, string? secret, IReadOnlyDictionary<string, string> headers, HttpClient http)
    {
        var options = Over(http, new AzureOpenAIClientOptions());
        // The client can only name versions that its release knew, and a second api-version would be refused.
        options.AddPolicy(
            new Edited(sent => sent.Uri = new UriBuilder(sent.Uri!) { Query = plan.Url.Query }.Uri), PipelinePosition.PerCall);
        if (plan.Scheme is CredentialScheme.BearerToken)
        {
            options.Audience = new AzureOpenAIAudience(plan.TokenScope!);
            return new(
                plan.Endpoint, DelegatedTokenCredential.Create((_, _) => new AccessToken(secret!, DateTimeOffset.MaxValue)), options);
        }

        if (plan.Scheme is CredentialScheme.None)
        {
            // The client requires a credential: before anything is sent, this one gives way to the route's own header or to none.
            var own = headers.FirstOrDefault(header => header.Key.Equals(ApiKey, StringComparison.OrdinalIgnoreCase)).Value;
            options.AddPolicy(
                new Edited(sent =>
                {
                    sent.Headers.Remove(ApiKey);
                    if (own is not null)
                    {
                        sent.Headers.Set(ApiKey, own);
                    }
                }),
                PipelinePosition.BeforeTransport);
        }

        return new(plan.Endpoint, new ApiKeyCredential(plan.Scheme is CredentialScheme.None ? "none" : secret!), options);
    }

    private static T Over<T>(HttpClient http, T options)
        where T : ClientPipelineOptions
    {
        options.Transport = new HttpClientPipelineTransport(http);
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        options.NetworkTimeout = Timeout.InfiniteTimeSpan;
        return options;
    }

    /// <summary>Calls an operation that the SDK's client has no method for, through its own pipeline.</summary>
    private static async Task SendRawAsync(ClientPipeline pipeline, RequestPlan plan, RequestOptions request)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = plan.Method.Method;
        message.Request.Uri = plan.Url;
        message.Request.Headers.Set("Accept", "application/json");
        if (plan.Body is { } body)
        {
            message.Request.Headers.Set("Content-Type", "application/json");
            message.Request.Content = BinaryContent.Create(body);
        }

        message.Apply(request);
        await pipeline.SendAsync(message).ConfigureAwait(false);
    }

    // The assembly's version has no room for "beta.1", and the commit follows the plus.
    private static string NameOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return $"{assembly.GetName().Name} {version.Split('+')[0]}";
    }

    /// <summary>A step of an SDK's pipeline that changes the request; in the place of its authentication it adds no credential.</summary>
    private sealed class Edited(Action<PipelineRequest> edit) : AuthenticationPolicy
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
