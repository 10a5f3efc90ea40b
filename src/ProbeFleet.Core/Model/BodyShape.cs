using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The shape of a response body, which says more about the responder than the status does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BodyShape>))]
public enum BodyShape
{
    /// <summary>The body was not read, or was not recognized.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>No body.</summary>
    [JsonStringEnumMemberName("empty")] Empty,

    /// <summary>A chat completion.</summary>
    [JsonStringEnumMemberName("completion")] Completion,

    /// <summary>A list of models.</summary>
    [JsonStringEnumMemberName("model-list")] ModelList,

    /// <summary>A list of embeddings.</summary>
    [JsonStringEnumMemberName("embeddings")] Embeddings,

    /// <summary>JSON with an <c>error</c> object, as OpenAI and Azure OpenAI write it.</summary>
    [JsonStringEnumMemberName("error-object")] ErrorObject,

    /// <summary>JSON <c>{"statusCode":…,"message":…}</c>: API Management, and Azure's own front door.</summary>
    [JsonStringEnumMemberName("status-message")] StatusMessage,

    /// <summary>Other JSON.</summary>
    [JsonStringEnumMemberName("json")] Json,

    /// <summary>An HTML page.</summary>
    [JsonStringEnumMemberName("html")] Html,

    /// <summary>Other text.</summary>
    [JsonStringEnumMemberName("text")] Text,
}
