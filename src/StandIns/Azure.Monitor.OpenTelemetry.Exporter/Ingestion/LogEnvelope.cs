using System.Globalization;
using System.Text.Json;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Azure.Monitor.OpenTelemetry.Exporter.Ingestion;

/// <summary>
/// Log records as Application Insights takes them: an array of envelopes, each of one kind of data. The shape is that of the ingestion service's
/// public description (TelemetryItem, AvailabilityData, TelemetryEventData).
/// </summary>
internal static class LogEnvelope
{
    private const string Availability = "microsoft.availability.";
    private const string CustomEvent = "microsoft.custom_event.name";
    private const string OriginalFormat = "{OriginalFormat}";

    /// <summary>Whether the record is one that is sent.</summary>
    public static bool IsKnown(LogRecord record) => Has(record, Availability + "name") || Has(record, CustomEvent);

    public static void Write(Utf8JsonWriter json, LogRecord record, string instrumentationKey, Resource resource)
    {
        var all = record.Attributes!.Where(item => item is { Value: not null } && item.Key != OriginalFormat)
            .ToDictionary(item => item.Key, item => Convert.ToString(item.Value, CultureInfo.InvariantCulture)!);
        var isEvent = all.ContainsKey(CustomEvent);
        json.WriteStartObject();
        json.WriteNumber("ver", 1);
        json.WriteString("name", isEvent ? "Event" : "Availability");
        json.WriteString("time", isEvent ? record.Timestamp.ToString("O", CultureInfo.InvariantCulture) : all[Availability + "testTimestamp"]);
        json.WriteString("iKey", instrumentationKey);
        json.WriteStartObject("tags");
        json.WriteString("ai.cloud.role", AttributeOf(resource, "service.name"));
        json.WriteString("ai.cloud.roleInstance", AttributeOf(resource, "service.instance.id"));
        json.WriteEndObject();
        json.WriteStartObject("data");
        json.WriteString("baseType", isEvent ? "EventData" : "AvailabilityData");
        json.WriteStartObject("baseData");
        json.WriteNumber("ver", 2);
        WriteData(json, all, isEvent);
        json.WriteStartObject("properties");
        foreach (var (name, value) in all.Where(item => item.Key != CustomEvent && !item.Key.StartsWith(Availability, StringComparison.Ordinal)))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, Dictionary<string, string> all, bool isEvent)
    {
        if (isEvent)
        {
            json.WriteString("name", all[CustomEvent]);
            return;
        }

        foreach (var field in (ReadOnlySpan<string>)["id", "name", "duration", "runLocation", "message"])
        {
            if (all.TryGetValue(Availability + field, out var value))
            {
                json.WriteString(field, value);
            }
        }

        json.WriteBoolean("success", bool.Parse(all[Availability + "success"]));
    }

    private static bool Has(LogRecord record, string name) => record.Attributes?.Any(item => item.Key == name) is true;

    private static string? AttributeOf(Resource resource, string name) => resource.Attributes.FirstOrDefault(item => item.Key == name).Value?.ToString();
}
