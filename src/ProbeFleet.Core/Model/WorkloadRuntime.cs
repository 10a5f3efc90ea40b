using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>A runtime of workloads that a probe can make its call with in place of this process' own.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkloadRuntime>))]
public enum WorkloadRuntime
{
    /// <summary>Python: the workload's <c>openai</c> package, else <c>httpx</c>, else the standard library.</summary>
    [JsonStringEnumMemberName("python")] Python,

    /// <summary>Node.js: the workload's <c>openai</c> package, else <c>fetch</c>.</summary>
    [JsonStringEnumMemberName("node")] Node,
}
