namespace Azure.Monitor.OpenTelemetry.Exporter.Ingestion;

/// <summary>Where a connection string points.</summary>
/// <param name="InstrumentationKey">The resource.</param>
/// <param name="Track">The call that takes telemetry.</param>
/// <param name="Scope">The token's scope.</param>
internal sealed record IngestionTarget(string InstrumentationKey, Uri Track, string Scope)
{
    // Learn: "Connection strings in Application Insights": the default endpoint, and AadAudience for sovereign clouds.
    private const string DefaultEndpoint = "https://dc.services.visualstudio.com/";
    private const string DefaultAudience = "https://monitor.azure.com/";

    public static IngestionTarget Parse(string connection)
    {
        var parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .GroupBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part.Key, part => part.Last()[1], StringComparer.OrdinalIgnoreCase);
        var key = parts.GetValueOrDefault("InstrumentationKey") is { Length: > 0 } given
            ? given
            : throw new FormatException("The Application Insights connection string has no InstrumentationKey.");
        return Uri.TryCreate(parts.GetValueOrDefault("IngestionEndpoint", DefaultEndpoint).TrimEnd('/') + "/v2.1/track", UriKind.Absolute, out var track)
            ? new(key, track, parts.GetValueOrDefault("AADAudience", DefaultAudience).TrimEnd('/') + "//.default")
            : throw new FormatException("The IngestionEndpoint of the Application Insights connection string is no URL.");
    }
}
