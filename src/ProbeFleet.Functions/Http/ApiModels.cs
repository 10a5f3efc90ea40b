using System.Text.Json.Serialization;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Functions.Observation;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Functions.Http;

/// <summary>The body of <c>POST /api/probes</c>.</summary>
internal sealed record ProbeOrderBody
{
    public required IReadOnlyList<string> Routes { get; init; }

    [JsonConverter(typeof(WordConverter<ProbeScope>))]
    public ProbeScope Scope { get; init; }

    [JsonConverter(typeof(WordConverter<ProbeDepth>))]
    public ProbeDepth? Depth { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Who probes on demand.</summary>
internal enum ProbeScope
{
    [JsonStringEnumMemberName("vantage")] Vantage,

    [JsonStringEnumMemberName("fleet")] Fleet,
}

/// <summary>Takes an enum's words only: a number may be no member at all.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;

internal sealed record ResultsBody(IReadOnlyList<ProbeResult> Results, string? NextLink, bool IsPartial, int Unreadable);

internal sealed record RequestBody(Guid Id, string Location, DateTimeOffset Deadline, IReadOnlyList<string> Vantages);

internal sealed record RoundBody(
    string Outcome, long? Number, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int? Results, int? Failed, IReadOnlyList<RouteName>? Unprobed);

/// <summary>What anyone may know: healthy or unhealthy.</summary>
internal sealed record HealthBody(HealthStatus Status);

internal sealed record AppliedBody(long Version);

/// <summary>The configurations that are kept, the newest first.</summary>
internal sealed record HistoryBody(IReadOnlyList<ConfigurationVersion> Versions, int Unreadable);

/// <summary>Incidents, newest first, without their localization and timeline.</summary>
internal sealed record IncidentsBody(IReadOnlyList<Incident> Incidents, bool IsPartial, int Unreadable);

/// <summary>The body of <c>POST /api/incidents/{id}/verification</c>.</summary>
internal sealed record VerificationOrderBody
{
    public string? Reason { get; init; }
}

internal sealed record QuestionBody(Guid Id, string Location, DateTimeOffset Deadline, VantageName Vantage, RouteName Route, ProbeVariant Variant, string Why);

internal sealed record VerificationBody(Guid Id, string Location, DateTimeOffset Deadline, IReadOnlyList<string> Vantages);

/// <summary>A problem as RFC 9457 has it, with every single fault in <c>errors</c>.</summary>
internal sealed record ProblemBody(string Title, int Status, string Detail, IReadOnlyList<string>? Errors);

/// <summary>How the API writes and reads: strict, nothing unknown is passed over.</summary>
[JsonSourceGenerationOptions(
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
internal sealed partial class ApiJson : JsonSerializerContext;
