using System.Text.Json;
using System.Text.Json.Serialization;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Overview;

namespace ProbeFleet.Fleet.Contracts;

/// <summary>
/// The bodies of the HTTP API, as <c>docs/openapi.json</c> has them: the app writes what the command line reads. <see cref="Default"/> is
/// the app's: strict, nothing unknown is passed over.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ProbeOrderBody))]
[JsonSerializable(typeof(ResultsBody))]
[JsonSerializable(typeof(RequestBody))]
[JsonSerializable(typeof(RequestStatus))]
[JsonSerializable(typeof(ProgressBody))]
[JsonSerializable(typeof(FleetOverview))]
[JsonSerializable(typeof(RouteHistory))]
[JsonSerializable(typeof(RoundBody))]
[JsonSerializable(typeof(AppliedBody))]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(IncidentsBody))]
[JsonSerializable(typeof(VerificationOrderBody))]
[JsonSerializable(typeof(VerificationBody))]
[JsonSerializable(typeof(QuestionBody))]
[JsonSerializable(typeof(CausesBody))]
[JsonSerializable(typeof(ProblemBody))]
public sealed partial class ContractJson : JsonSerializerContext
{
    /// <summary>For who calls an app: a newer one may say more, so unknown members are passed over.</summary>
    public static ContractJson Lenient => field ??= new(ForCallers());

    private static JsonSerializerOptions ForCallers() => new(Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        AllowDuplicateProperties = true,
    };
}
