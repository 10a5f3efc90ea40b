using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>How a probe's result and its words are written as JSON, for the floors above; what leaves Core is written by one context at its top.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ProbeResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
