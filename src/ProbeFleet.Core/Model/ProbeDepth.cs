using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>How far a probe goes along its route.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProbeDepth>))]
public enum ProbeDepth
{
    /// <summary>Sends no credential: any HTTP answer from the API proves the path.</summary>
    [JsonStringEnumMemberName("path")] Path,

    /// <summary>Lists models with the credential: proves the key and costs no tokens.</summary>
    [JsonStringEnumMemberName("authenticated")] Authenticated,

    /// <summary>Makes one minimal completion call, which proves the whole route with model and quota.</summary>
    [JsonStringEnumMemberName("completion")] Completion,
}
