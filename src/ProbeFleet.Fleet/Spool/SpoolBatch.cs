using System.Text.Json.Serialization;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Rounds;

namespace ProbeFleet.Fleet.Spool;

/// <summary>Results that were made together and wait for storage.</summary>
/// <param name="Results">The results, in the order in which they came.</param>
public sealed record SpoolBatch(IReadOnlyList<RoundResult> Results);

/// <summary>How a batch is written: as every result is.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(SpoolBatch))]
internal sealed partial class SpoolJson : JsonSerializerContext;
