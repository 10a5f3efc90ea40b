using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The JSON serialization of probe results within Core; what leaves Core is written with <c>ProbeFleetJson</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ProbeResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
