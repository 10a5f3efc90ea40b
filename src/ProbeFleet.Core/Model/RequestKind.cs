using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The call that a route's workload makes, and that its probe makes at depth <see cref="ProbeDepth.Completion"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestKind>))]
public enum RequestKind
{
    /// <summary>A chat completion that is not streamed.</summary>
    [JsonStringEnumMemberName("chat")] Chat,

    /// <summary>A streamed chat completion.</summary>
    [JsonStringEnumMemberName("chat-stream")] ChatStream,

    /// <summary>A response (<c>POST responses</c>) that is not streamed.</summary>
    [JsonStringEnumMemberName("responses")] Responses,

    /// <summary>A streamed response.</summary>
    [JsonStringEnumMemberName("responses-stream")] ResponsesStream,

    /// <summary>An embedding of one word.</summary>
    [JsonStringEnumMemberName("embeddings")] Embeddings,
}
