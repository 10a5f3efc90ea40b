using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The party that produced a response, judged from the response itself and never from its status alone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Responder>))]
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
