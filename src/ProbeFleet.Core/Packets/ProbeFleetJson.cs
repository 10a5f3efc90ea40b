using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Packets;

/// <summary>
/// The JSON serialization of ProbeFleet's records. A member that is missing, as in what a version before wrote, reaches its record as null
/// even where it has an initial value: lists are set as <c>value ?? []</c>, maps are got with an empty one in its place.
/// Descriptions alone are generated: a context with converters never uses the fast writers.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ProbeResult))]
[JsonSerializable(typeof(IReadOnlyList<ProbeResult>))]
[JsonSerializable(typeof(ProbeEvidence))]
[JsonSerializable(typeof(ProbeDiagnosis))]
[JsonSerializable(typeof(Packet))]
[JsonSerializable(typeof(FaultLocalization))]
[JsonSerializable(typeof(Observation))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(DetectionState))]
[JsonSerializable(typeof(IncidentNotice))]
[JsonSerializable(typeof(IReadOnlyList<PendingNotice>))]
public sealed partial class ProbeFleetJson : JsonSerializerContext;
