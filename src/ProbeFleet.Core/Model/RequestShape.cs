using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>A change to a probe's request that the server asked for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShapeChange>))]
public enum ShapeChange
{
    /// <summary>The answer is streamed.</summary>
    [JsonStringEnumMemberName("stream")] Stream,

    /// <summary>The token limit is called <c>max_tokens</c>.</summary>
    [JsonStringEnumMemberName("max-tokens")] MaxTokens,

    /// <summary>The token limit is called <c>max_completion_tokens</c> where the older name is usual.</summary>
    [JsonStringEnumMemberName("max-completion-tokens")] MaxCompletionTokens,

    /// <summary>The token limit is larger than the probe's usual one.</summary>
    [JsonStringEnumMemberName("more-tokens")] MoreTokens,

    /// <summary>The operation is <c>responses</c> instead of <c>chat/completions</c>.</summary>
    [JsonStringEnumMemberName("responses")] Responses,

    /// <summary>A completion is asked for instead of the list of models, because the server has no such list.</summary>
    [JsonStringEnumMemberName("no-model-list")] NoModelList,
}
