using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>A workload's runtime that can make a probe's call instead of this process.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkloadRuntime>))]
public enum WorkloadRuntime
{
    /// <summary>Python, with the workload's <c>openai</c> package, else <c>httpx</c>, else the standard library.</summary>
    [JsonStringEnumMemberName("python")] Python,

    /// <summary>Node.js, with the workload's <c>openai</c> package, else <c>fetch</c>.</summary>
    [JsonStringEnumMemberName("node")] Node,
}
