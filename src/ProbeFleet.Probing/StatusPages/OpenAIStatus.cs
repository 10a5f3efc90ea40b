using System.Text.Json;

namespace ProbeFleet.Probing.StatusPages;

/// <summary>Reads the <c>summary.json</c> and <c>status.json</c> shapes of a Statuspage-compatible page; any part may be absent.</summary>
internal static class OpenAIStatus
{
    /// <summary>Reads the page; null when it is not this shape.</summary>
    public static StatusWords? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonRepair.WithoutHalfSurrogates(json));
            var root = document.RootElement;
            return Text(Member(root, "status"), "indicator") is { } indicator
                ? new(indicator, [.. Components(root).Concat(Incidents(root))])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Components are identified by name, because IDs changed when the page moved.
    private static IEnumerable<string> Components(JsonElement root) =>
        from component in Items(root, "components")
        let name = Text(component, "name")
        let status = Text(component, "status")
        where name is not null && status is not (null or "operational")
        select $"{name}: {status}";

    private static IEnumerable<string> Incidents(JsonElement root) =>
        from incident in Items(root, "incidents")
        let name = Text(incident, "name")
        let status = Text(incident, "status")
        where name is not null && status is not ("resolved" or "postmortem")
        select $"{name}: {status ?? "ongoing"}";

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement[] Items(JsonElement root, string name) =>
        Member(root, name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
}

/// <summary>The content of a status page.</summary>
/// <param name="Affected">The components and incidents that are not operational or resolved.</param>
internal sealed record StatusWords(string Indicator, IReadOnlyList<string> Affected);
