using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The way a route reaches a model.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RouteKind>))]
public enum RouteKind
{
    /// <summary>OpenAI directly, or a server that the workload calls as if it were.</summary>
    [JsonStringEnumMemberName("openai")] OpenAI,

    /// <summary>An Azure OpenAI or Microsoft Foundry resource: the v1 surface or a dated <c>api-version</c>.</summary>
    [JsonStringEnumMemberName("azure-openai")] AzureOpenAI,

    /// <summary>An OpenAI-compatible gateway: LiteLLM, Kong, API Management, Cloudflare AI Gateway, or the like.</summary>
    [JsonStringEnumMemberName("gateway")] Gateway,
}
