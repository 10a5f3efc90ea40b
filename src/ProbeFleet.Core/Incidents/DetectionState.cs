using System.Text.Json.Serialization;
using ProbeFleet.Core.Json;
using ProbeFleet.Core.Localization.Detection;

namespace ProbeFleet.Core.Incidents;

/// <summary>
/// What the detectors knew at an instant: where a judge begins to replay stored results, so that a restart or another judge
/// loses nothing and late results still count.
/// </summary>
/// <param name="At">Everything that began before this instant is taken in.</param>
/// <param name="Groups">The groups of probes that are not at rest.</param>
public sealed record DetectionState(
    [property: JsonConverter(typeof(InstantConverter))] DateTimeOffset At,
    IReadOnlyDictionary<string, GroupState> Groups);
