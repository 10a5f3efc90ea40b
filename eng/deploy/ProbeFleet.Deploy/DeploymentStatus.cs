using System.Text.Json.Serialization;

namespace ProbeFleet.Deploy;

/// <summary>
/// The endpoint's answer about one deployment. It answers 200 while the deployment runs and when it has ended: only <see cref="Status"/>
/// tells.
/// </summary>
internal sealed record DeploymentStatus(
    [property: JsonPropertyName("status")] DeploymentState Status,
    [property: JsonPropertyName("status_text")] string? StatusText,
    [property: JsonPropertyName("message")] string? Message);

/// <summary>The endpoint's numbers for a deployment's state.</summary>
internal enum DeploymentState
{
    Cancelled = -1,
    Pending = 0,
    Building = 1,
    Deploying = 2,
    Failed = 3,
    Success = 4,
    Conflict = 5,
    PartialSuccess = 6,
}
