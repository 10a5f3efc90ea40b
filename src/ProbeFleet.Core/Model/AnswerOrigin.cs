using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>Whether the one who sent a response also made it, or passed on what stands behind it said.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerOrigin>))]
public enum AnswerOrigin
{
    /// <summary>The responder's own answer: a gateway's refusal, a front door's refusal, an edge's error page.</summary>
    [JsonStringEnumMemberName("own")] Own,

    /// <summary>The answer, or the failure, of what stands behind the responder: a gateway's provider, a front door's model backend.</summary>
    [JsonStringEnumMemberName("upstream")] Upstream,
}
