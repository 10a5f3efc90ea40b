using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The call that a route's workload makes, and its probe at depth <see cref="ProbeDepth.Completion"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestKind>))]
public enum RequestKind
{
    /// <summary>A chat completion in one piece.</summary>
    [JsonStringEnumMemberName("chat")] Chat,

    /// <summary>A chat completion as a stream.</summary>
    [JsonStringEnumMemberName("chat-stream")] ChatStream,

    /// <summary>A response (<c>POST responses</c>) in one piece.</summary>
    [JsonStringEnumMemberName("responses")] Responses,

    /// <summary>A response as a stream.</summary>
    [JsonStringEnumMemberName("responses-stream")] ResponsesStream,

    /// <summary>The embedding of one word.</summary>
    [JsonStringEnumMemberName("embeddings")] Embeddings,
}
