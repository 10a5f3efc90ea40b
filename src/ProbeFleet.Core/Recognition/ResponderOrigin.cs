using System.Text.RegularExpressions;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Recognition;

/// <summary>Tells a responder's own answer from one that it passed on.</summary>
internal static partial class ResponderOrigin
{
    public static AnswerOrigin? Read(string product, ReceivedResponse response) => product switch
    {
        Products.OpenAI => response.OnOpenAIHost ? AnswerOrigin.Own : AnswerOrigin.Upstream,
        Products.AzureBackend => AnswerOrigin.Upstream,
        Products.LiteLlm => Success(response) ?? (UpstreamException.IsMatch(response.Body.Message ?? "") ? AnswerOrigin.Upstream : AnswerOrigin.Own),
        Products.Kong => Kong(response),
        Products.CloudflareAIGateway => CloudflareAIGateway(response),
        Products.OpenRouter => Success(response) ?? (response.Body.ProviderName is null ? AnswerOrigin.Own : AnswerOrigin.Upstream),
        Products.Bifrost => Success(response) ?? (response.Headers.Has("x-bifrost-provider") ? AnswerOrigin.Upstream : AnswerOrigin.Own),
        Products.Portkey => Success(response) ?? (Retried(response) || HasProviderMarks(response) ? AnswerOrigin.Upstream : null),
        Products.ApiManagement => HasProviderMarks(response) || response.Body.IsApiShape ? AnswerOrigin.Upstream : AnswerOrigin.Own,
        _ => AnswerOrigin.Own,
    };

    private static AnswerOrigin? Success(ReceivedResponse response) =>
        response.Body.Shape is BodyShape.Completion or BodyShape.ModelList ? AnswerOrigin.Upstream : null;

    private static AnswerOrigin? Kong(ReceivedResponse response) =>
        response.Headers.Has("x-kong-response-latency") ? AnswerOrigin.Own
        : response.Headers.Has("x-kong-upstream-latency") ? AnswerOrigin.Upstream
        : response.Body is { Shape: BodyShape.Json, RequestId: not null } ? AnswerOrigin.Own
        : null;

    /// <summary>Code 2005 says that the provider failed, whatever the status; an error object is the provider's own.</summary>
    private static AnswerOrigin CloudflareAIGateway(ReceivedResponse response) =>
        response.Body.Code is "2005" || response.Body.IsApiShape ? AnswerOrigin.Upstream : AnswerOrigin.Own;

    private static bool Retried(ReceivedResponse response) =>
        int.TryParse(response.Headers["x-portkey-retry-attempt-count"], out var count) && count > 0;

    private static bool HasProviderMarks(ReceivedResponse response) =>
        response.Headers.HasPrefix("openai-") || response.Headers.Has("apim-request-id") || response.Headers.Has("x-ms-region");

    /// <summary>LiteLLM names the provider whose answer it passes on: <c>OpenAIException</c>, <c>AzureException</c>, …</summary>
    [GeneratedRegex(@"\b(?!Proxy|HTTP|Http)[A-Z][A-Za-z]*Exception\b")]
    private static partial Regex UpstreamException { get; }
}
