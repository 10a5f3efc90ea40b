using System.Collections.ObjectModel;

namespace ProbeFleet.Core.Model;

/// <summary>The sanitized content of a received response.</summary>
public sealed record ResponseEvidence
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The party that produced the response.</summary>
    public Responder Responder { get; init; }

    /// <summary>The responder's product (<c>LiteLLM</c>, <c>Azure OpenAI front door</c>, …); absent when not recognized.</summary>
    public string? ResponderProduct { get; init; }

    /// <summary>The marks in the response that identified the responder; absent when there is none.</summary>
    public IReadOnlyList<string>? ResponderMarks { get; init; }

    /// <summary>Whether the responder made the answer or passed it on; absent when the response does not tell.</summary>
    public AnswerOrigin? Origin { get; init; }

    /// <summary>The model that a completion names, such as <c>gpt-4.1-nano-2025-04-14</c>, at most 120 characters; else absent.</summary>
    public string? Model { get; init; }

    /// <summary>The server's request ID, which support asks for.</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider's error code, as text even where the provider writes a number.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The provider's error type.</summary>
    public string? ErrorType { get; init; }

    /// <summary>
    /// Further identifiers in the provider's error: a status word, a reason, an inner code, the parameter; separated by spaces, at most
    /// 120 characters. Absent when there is none.
    /// </summary>
    public string? ErrorReason { get; init; }

    /// <summary>The provider's error message, sanitized, at most 300 characters.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The allow-listed headers, with lower-case names.</summary>
    public IReadOnlyDictionary<string, string> Headers { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; }

    /// <summary>The rate limit that the response states.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>How long the response asks the caller to wait.</summary>
    [JsonPropertyName("retryAfterMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>
/// The rate limit that a response states. Values are as sent: some backends send -1 or 0, so nothing divides by them
/// (openai-dotnet issue 838).
/// </summary>
public sealed record RateLimit
{
    /// <summary>Requests per window.</summary>
    public long? LimitRequests { get; init; }

    /// <summary>Requests left.</summary>
    public long? RemainingRequests { get; init; }

    /// <summary>Tokens per window.</summary>
    public long? LimitTokens { get; init; }

    /// <summary>Tokens left.</summary>
    public long? RemainingTokens { get; init; }
}

/// <summary>The party that produced a response, judged from the response itself and never from its status alone.</summary>
[JsonConverter(typeof(WireWordConverter<Responder>))]
public enum Responder
{
    /// <summary>The response does not prove who made it.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>OpenAI's own API.</summary>
    [JsonStringEnumMemberName("openai")] OpenAI,

    /// <summary>Azure OpenAI: its front door or a model backend.</summary>
    [JsonStringEnumMemberName("azure-openai")] AzureOpenAI,

    /// <summary>A gateway: API Management, LiteLLM, Kong, Cloudflare AI Gateway, …</summary>
    [JsonStringEnumMemberName("gateway")] Gateway,

    /// <summary>Something on the path: a forward proxy, a WAF, a captive portal, an edge.</summary>
    [JsonStringEnumMemberName("proxy")] Proxy,
}

/// <summary>Whether the responder made the answer itself or passed on the answer of what stands behind it.</summary>
[JsonConverter(typeof(WireWordConverter<AnswerOrigin>))]
public enum AnswerOrigin
{
    /// <summary>The responder's own answer: a gateway's refusal, a front door's refusal, an edge's error page.</summary>
    [JsonStringEnumMemberName("own")] Own,

    /// <summary>The answer or failure of a backend behind the responder: a gateway's provider, a front door's model backend.</summary>
    [JsonStringEnumMemberName("upstream")] Upstream,
}
