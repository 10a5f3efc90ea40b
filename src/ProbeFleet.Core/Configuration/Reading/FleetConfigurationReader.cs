using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>
/// Reads the text of a <c>fleet.json</c>. Strict: standard JSON without comments or unknown members. Invalid text is reported as
/// violations, not thrown.
/// </summary>
public static class FleetConfigurationReader
{
    private static readonly string[] Members = ["$schema", "routes", "probe", "incidents", "retention"];

    /// <summary>Reads a configuration.</summary>
    public static FleetConfigurationReading Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">The text as UTF-8, with or without a byte order mark.</param>
    public static FleetConfigurationReading Read(ReadOnlySpan<byte> json) => Read(json, ReadingRules.Strict);

    /// <summary>
    /// Reads a configuration that is in use already. A text that looks like a key is not refused here: an earlier version took it, and a
    /// fleet must not stop for it.
    /// </summary>
    public static FleetConfigurationReading ReadStored(string json) => Read(Encoding.UTF8.GetBytes(json), ReadingRules.Stored);

    private static FleetConfigurationReading Read(ReadOnlySpan<byte> json, ReadingRules rules)
    {
        var text = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        if (JsonSyntax.FirstError(text) is { } error)
        {
            return new(null, [error]);
        }

        List<Violation> violations = [];
        var configuration = ReadRoot(new JsonCursor(JsonElement.Parse(text), "$", violations, rules));
        return new(configuration, violations);
    }

    private static FleetConfiguration? ReadRoot(JsonCursor at)
    {
        if (at.AsObject(Members) is not { } members)
        {
            return null;
        }

        members["$schema"]?.AsText();
        var routes = RoutesReader.Read(members.Required("routes"));
        var configuration = new FleetConfiguration { Routes = routes };
        var probe = ProbeSettingsReader.Read(members["probe"]);
        if (probe.Concurrency < 2 && (probe.ReuseEvery is not null || routes.Any(route => route.ReuseEvery is not null)))
        {
            members["probe"]?.AsObject()?["concurrency"]?.Refuse(
                "Must be at least 2 beside a reuseEvery: a look at idle connections holds one place for minutes.");
        }

        return configuration with
        {
            Probe = probe,
            Incidents = IncidentSettingsReader.Read(members["incidents"]),
            Retention = members["retention"]?.AsDuration(TimeSpan.FromDays(1), TimeSpan.FromDays(400)) ?? configuration.Retention,
        };
    }
}

/// <summary>The result of reading a <c>fleet.json</c>: the configuration, or all violations at once.</summary>
public sealed record FleetConfigurationReading
{
    internal FleetConfigurationReading(FleetConfiguration? configuration, IReadOnlyList<Violation> violations)
    {
        Configuration = violations is [] ? configuration : null;
        Violations = violations;
    }

    /// <summary>Whether the text is a valid configuration.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    public bool IsValid => Configuration is not null;

    /// <summary>The configuration; null when there is a violation.</summary>
    public FleetConfiguration? Configuration { get; }

    /// <summary>The violations in the order in which the parts are read; empty when the text is valid.</summary>
    public IReadOnlyList<Violation> Violations { get; }
}
