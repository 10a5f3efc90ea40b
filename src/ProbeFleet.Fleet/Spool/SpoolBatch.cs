using System.Text.Json.Serialization;

namespace ProbeFleet.Fleet.Spool;

/// <summary>A batch of results that waits for storage.</summary>
/// <param name="Results">The results, in order of arrival.</param>
public sealed record SpoolBatch(IReadOnlyList<RoundResult> Results);

/// <summary>Serializes a batch with the same options as every result.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(SpoolBatch))]
internal sealed partial class SpoolJson : JsonSerializerContext;
