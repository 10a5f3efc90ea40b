using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Topology;
using ProbeFleet.Fleet.Incidents;

namespace ProbeFleet.Cli.Inputs;

/// <summary>The options that choose the vantages from which a configuration is probed.</summary>
internal sealed class VantageOptions : IOptionGroup
{
    private readonly Option<string?> _file = OptionKinds.Text(
        "--vantages", "FILE", "A file with the vantages: an array as in an incident file, or an incident file; - is standard input.");

    private readonly Option<string[]> _stated = new("--vantage")
    {
        Description = "A vantage; may be given several times.",
        HelpName = "NAME[,REGION[,NETWORK]]",
    };

    private readonly FleetOptions _target = new();

    public IEnumerable<Option> All => [_file, _stated, .. _target.All];

    /// <summary>The vantages given on the command line, in a file or by a fleet; empty when there are none.</summary>
    /// <exception cref="UsageException">The vantages are not valid.</exception>
    public async Task<IReadOnlyList<FleetVantage>> ReadAsync(
        ParseResult parsed, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        List<FleetVantage> all = [.. (parsed.GetValue(_stated) ?? []).Select(Stated)];
        if (parsed.GetValue(_file) is { } file)
        {
            all.AddRange(OfFile(file, await TextSource.ReadAsync(file, surroundings, cancellationToken)));
        }

        if (_target.IsNamed(parsed))
        {
            using var fleet = _target.Open(parsed, surroundings);
            all.AddRange(LiveVantages.From((await fleet.ReadAsync(cancellationToken)).Vantages.Select(status => status.Heartbeat)));
        }

        return [.. all.DistinctBy(vantage => vantage.Name)];
    }

    private static FleetVantage Stated(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > 3)
        {
            throw new UsageException($"--vantage '{text}' has {parts.Length} parts: write NAME, NAME,REGION or NAME,REGION,NETWORK.");
        }

        var name = UsageException.Unless("--vantage", () => new VantageName(parts[0]));
        return new() { Name = name, Region = Part(1), Network = Part(2) };

        string? Part(int index) => parts.Length > index && parts[index].Length > 0 ? parts[index] : null;
    }

    // An array is wrapped into an incident file, so that the same reader and rules apply.
    private static IReadOnlyList<FleetVantage> OfFile(string name, string json)
    {
        var reading = IncidentFileReader.Read(json.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('[') ? Wrapped(name, json) : json);
        return reading.File?.Vantages
            ?? throw new UsageException(IncidentInput.Shown(TextSource.NameOf(name), reading.Violations));
    }

    private static string Wrapped(string name, string array)
    {
        try
        {
            return new JsonObject
            {
                ["window"] = new JsonObject { ["from"] = "2000-01-01T00:00:00Z", ["to"] = "2000-01-01T00:00:00Z" },
                ["vantages"] = JsonNode.Parse(array),
                ["routes"] = new JsonArray(),
                ["results"] = new JsonArray(),
            }.ToJsonString();
        }
        catch (JsonException error)
        {
            throw new UsageException($"{name} is not JSON: {error.Message}");
        }
    }
}
