using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>Whether the responder made the answer itself or passed on the answer of what stands behind it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerOrigin>))]
public enum AnswerOrigin
{
    /// <summary>The responder's own answer: a gateway's refusal, a front door's refusal, an edge's error page.</summary>
    [JsonStringEnumMemberName("own")] Own,

    /// <summary>The answer or failure of a backend behind the responder: a gateway's provider, a front door's model backend.</summary>
    [JsonStringEnumMemberName("upstream")] Upstream,
}
