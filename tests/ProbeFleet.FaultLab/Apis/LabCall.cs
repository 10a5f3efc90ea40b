using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>A request as a persona looks at it.</summary>
internal sealed record LabCall(string Method, string Path, string? ApiVersion, IHeaderDictionary Headers, JsonObject? Body)
{
    public bool IsModelList => Method == "GET" && Path.EndsWith("/models", StringComparison.Ordinal);

    public bool IsCompletion => Method == "POST" && Path.EndsWith("/chat/completions", StringComparison.Ordinal);

    public bool IsPreflight => Method == "OPTIONS" && Headers.ContainsKey("Access-Control-Request-Method");

    /// <summary>What comes after <c>Bearer</c>; null when there is no such header.</summary>
    public string? Bearer => Headers.Authorization.ToString() is ['B' or 'b', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] ? token : null;

    public static async Task<LabCall> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var version = request.Query.TryGetValue("api-version", out var value) ? value.ToString() : null;
        return new(request.Method, request.Path.Value ?? "/", version, request.Headers, await ReadBodyAsync(request, cancellationToken));
    }

    private static async Task<JsonObject?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.Method == "POST"
                ? await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken) as JsonObject
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
