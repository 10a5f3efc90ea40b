namespace ProbeFleet.Core.Localization;

/// <summary>
/// What a localization judges: a fleet and what its probes saw in a window. The live fleet and a file are the same to it.
/// </summary>
public sealed record IncidentFile
{
    /// <summary>The window; observations outside are not looked at.</summary>
    public required IncidentWindow Window { get; init; }

    /// <summary>The vantages; names unique.</summary>
    public required IReadOnlyList<FleetVantage> Vantages { get; init; }

    /// <summary>The routes; names unique.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>The observations, in any order.</summary>
    public required IReadOnlyList<Observation> Results { get; init; }
}

/// <summary>A window of time, both ends included.</summary>
public sealed record IncidentWindow(
    [property: JsonConverter(typeof(InstantConverter))] DateTimeOffset From,
    [property: JsonConverter(typeof(InstantConverter))] DateTimeOffset To);
