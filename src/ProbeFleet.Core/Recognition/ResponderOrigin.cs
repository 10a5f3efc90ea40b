using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Recognition;

/// <summary>Tells a responder's own answer from one that it relays.</summary>
internal static partial class ResponderOrigin
{
    public static AnswerOrigin? Read(string product, ReadableResponse response) => product switch
    {
        Products.OpenAI => response.OnOpenAIHost ? AnswerOrigin.Own : AnswerOrigin.Upstream,
        Products.AzureBackend => AnswerOrigin.Upstream,
        Products.LiteLlm => Success(response)
            ?? (UpstreamException.IsMatch(response.Body.Message ?? "") ? AnswerOrigin.Upstream : AnswerOrigin.Own),
        Products.Kong => Kong(response),
        Products.CloudflareAIGateway => CloudflareAIGateway(response),
        Products.OpenRouter => Success(response) ?? (response.Body.ProviderName is null ? AnswerOrigin.Own : AnswerOrigin.Upstream),
        Products.Bifrost => Success(response) ?? (response.Headers.Has("x-bifrost-provider") ? AnswerOrigin.Upstream : AnswerOrigin.Own),
        Products.Portkey => Success(response)
            ?? (Retried(response) || HasProviderMarks(response) || NamesProvider(response) ? AnswerOrigin.Upstream : null),
        Products.Llms => AnswerOrigin.Upstream,
        Products.OneApi => Success(response) ?? (response.Body.Type is "upstream_error" ? AnswerOrigin.Upstream : OneApi(response)),
        Products.ApiManagement => HasProviderMarks(response) || response.Body.IsApiShape ? AnswerOrigin.Upstream : AnswerOrigin.Own,
        _ => AnswerOrigin.Own,
    };

    private static AnswerOrigin? Success(ReadableResponse response) =>
        response.Body.Shape is BodyShape.Completion or BodyShape.ModelList or BodyShape.Embeddings ? AnswerOrigin.Upstream : null;

    private static AnswerOrigin? Kong(ReadableResponse response) =>
        response.Headers.Has("x-kong-response-latency") ? AnswerOrigin.Own
        : response.Headers.Has("x-kong-upstream-latency") ? AnswerOrigin.Upstream
        : response.Body is { Shape: BodyShape.Json, RequestId: not null } ? AnswerOrigin.Own
        : null;

    /// <summary>Code 2005 means that the provider failed, whatever the status; an error object comes from the provider.</summary>
    private static AnswerOrigin CloudflareAIGateway(ReadableResponse response) =>
        response.Body.Code is "2005" || response.Body.IsApiShape ? AnswerOrigin.Upstream : AnswerOrigin.Own;

    private static bool Retried(ReadableResponse response) =>
        int.TryParse(response.Headers["x-portkey-retry-attempt-count"], out var count) && count is not 0;

    /// <summary>one-api and its forks put their own name into the type of errors they make themselves.</summary>
    private static AnswerOrigin? OneApi(ReadableResponse response) =>
        response.Body.Type?.EndsWith("api_error", StringComparison.Ordinal) is true ? AnswerOrigin.Own : null;

    /// <summary>Portkey names the provider as <c>"provider":"openai"</c> or "openai error: …".</summary>
    private static bool NamesProvider(ReadableResponse response) =>
        response.Body.RelayedFor is not null || ProviderError.IsMatch(response.Body.Message ?? "");

    private static bool HasProviderMarks(ReadableResponse response) =>
        response.Headers.HasPrefix("openai-") || response.Headers.Has("apim-request-id") || response.Headers.Has("x-ms-region");

    /// <summary>LiteLLM names the provider whose answer it relays: <c>OpenAIException</c>, <c>Vertex_aiException</c>, …</summary>
    [GeneratedRegex(@"\b(?!Proxy|HTTP|Http)[A-Za-z][A-Za-z0-9_]{1,40}Exception\b")]
    private static partial Regex UpstreamException { get; }

    [GeneratedRegex(@"\A[a-z0-9_-]{2,40} error:", RegexOptions.IgnoreCase)]
    private static partial Regex ProviderError { get; }
}
