using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Cli.Fleets;

/// <summary>The bodies of the fleet's HTTP API, as <c>docs/openapi.json</c> has them. A newer app may say more: unknown members are passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(FleetOverview))]
[JsonSerializable(typeof(RequestStatus))]
[JsonSerializable(typeof(FleetProbeOrder))]
[JsonSerializable(typeof(LeftRequest))]
[JsonSerializable(typeof(AppliedVersion))]
[JsonSerializable(typeof(VersionList))]
[JsonSerializable(typeof(IncidentList))]
[JsonSerializable(typeof(VerificationOrder))]
[JsonSerializable(typeof(LeftVerification))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class FleetJson : JsonSerializerContext
{
    /// <summary>The context for terminals: indented, and characters such as <c>'</c> as themselves.</summary>
    public static FleetJson Readable => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>The body of <c>POST /api/probes</c>.</summary>
internal sealed record FleetProbeOrder(IReadOnlyList<string> Routes, string Scope, string? Depth, string? Reason);

/// <summary>What <c>POST /api/probes</c> answers for the whole fleet.</summary>
internal sealed record LeftRequest(Guid Id, IReadOnlyList<string> Vantages);

/// <summary>What <c>PUT /api/config</c> answers.</summary>
internal sealed record AppliedVersion(long Version);

/// <summary>What <c>GET /api/config/history</c> answers.</summary>
internal sealed record VersionList(IReadOnlyList<ConfigurationVersion> Versions, int Unreadable);

/// <summary>What <c>GET /api/incidents</c> answers.</summary>
internal sealed record IncidentList(IReadOnlyList<Incident> Incidents, bool IsPartial, int Unreadable);

/// <summary>The body of <c>POST /api/incidents/{id}/verification</c>.</summary>
internal sealed record VerificationOrder(string? Reason);

/// <summary>What it answers.</summary>
internal sealed record LeftVerification(Guid Id, DateTimeOffset Deadline, IReadOnlyList<string> Vantages);

/// <summary>A problem (RFC 9457) with every single fault.</summary>
internal sealed record Problem(string? Title, string? Detail, IReadOnlyList<string>? Errors)
{
    /// <summary>All of it as text, one fault per line.</summary>
    public string Text => string.Join("\n  ", new[] { Detail ?? Title ?? "It gave no reason." }.Concat(Errors ?? []));
}
