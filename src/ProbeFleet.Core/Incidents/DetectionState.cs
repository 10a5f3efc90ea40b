using System.Text.Json.Serialization;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Incidents;

/// <summary>
/// What the detectors knew at an instant: where a judge begins to replay stored results, so that a restart or another judge
/// loses nothing. It lies half a window back: results that come later than that, and what happened while no judge ran for longer, are missed.
/// </summary>
/// <param name="At">Everything that began before this instant is taken in.</param>
/// <param name="Groups">The groups of probes that are not at rest.</param>
public sealed record DetectionState(
    [property: JsonConverter(typeof(InstantConverter))] DateTimeOffset At,
    IReadOnlyDictionary<string, GroupState> Groups)
{
    /// <summary>When the incident of a vantage and route was closed: failures before are told already and count no more.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Cleared { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Nothing known before this instant.</summary>
    /// <param name="at">The instant.</param>
    public static DetectionState Beginning(DateTimeOffset at) => new(at, new Dictionary<string, GroupState>());
}
