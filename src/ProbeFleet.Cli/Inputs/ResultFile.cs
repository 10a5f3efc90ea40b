using System.Text.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Reads probe results as <c>probefleet probe --output json</c> writes them: an array, or a single result taken from it.</summary>
internal static class ResultFile
{
    /// <exception cref="UsageException">The file cannot be read or holds something else.</exception>
    public static async Task<IReadOnlyList<ProbeResult>> ReadAllAsync(
        string name, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var text = await TextSource.ReadAsync(name, surroundings, cancellationToken);
        var shown = TextSource.NameOf(name);
        var results = Parse(text, shown);
        return results.FirstOrDefault(result => result.Schema > ProbeEvidence.CurrentSchema) is { } newer
            ? throw new UsageException(
                $"{shown} was written by a newer probefleet (schema {newer.Schema}; this one knows {ProbeEvidence.CurrentSchema}). Update "
                    + "probefleet.")
            : results;
    }

    /// <summary>Reads the latest result of a route, or the only result.</summary>
    /// <exception cref="UsageException">The file cannot be read, has no such result, or has several and no route was chosen.</exception>
    public static async Task<ProbeResult> ReadOneAsync(
        string name, string? route, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var results = await ReadAllAsync(name, surroundings, cancellationToken);
        ProbeResult[] matching = [.. results.Where(result => route is null || result.Route.Name.ToString() == route)];
        var names = string.Join(", ", results.Select(result => result.Route.Name).Distinct());
        return matching switch
        {
            [var only] => only,
            [] when results is [] => throw new UsageException($"{name} holds no result: nothing was probed when it was written."),
            [] => throw new UsageException($"{name} holds no result of route '{route}'. It holds: {names}."),
            _ when route is null => throw new UsageException(
                $"{name} holds {results.Count} results: {names}. Choose one with --route NAME."),
            _ => matching.MaxBy(result => result.StartedAt)!,
        };
    }

    /// <summary>Reads the latest healthy result of each route; a route of which the file holds no result has none.</summary>
    /// <exception cref="UsageException">The file cannot be read, has no result of these routes, or only failed ones of one.</exception>
    public static async Task<IReadOnlyList<ProbeResult>> ReadHealthyAsync(
        string name, IReadOnlyList<Route> routes, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var results = await ReadAllAsync(name, surroundings, cancellationToken);
        var ofRoutes = results.Where(result => routes.Any(route => route.Name == result.Route.Name))
            .GroupBy(result => result.Route.Name).ToList();
        if (ofRoutes is [])
        {
            throw new UsageException(
                $"{name} holds no result of {string.Join(", ", routes.Select(route => route.Name))}, so nothing can be compared. It holds: "
                    + $"{string.Join(", ", results.Select(result => result.Route.Name).Distinct())}.");
        }

        return [.. ofRoutes.Select(route => route.Where(result => result.Outcome is ProbeOutcome.Passed).MaxBy(result => result.StartedAt)
            ?? throw new UsageException(
                $"{name} holds no healthy result of '{route.Key}', and a baseline is what worked: its last one failed with "
                    + $"{WireWord.Of(route.MaxBy(result => result.StartedAt)!.Diagnosis.Cause)}. To compare any two results use "
                    + "'probefleet compare'."))];
    }

    private static IReadOnlyList<ProbeResult> Parse(string text, string shown)
    {
        try
        {
            var results = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('[')
                ? JsonSerializer.Deserialize(text, ProbeFleetJson.Default.IReadOnlyListProbeResult)!
                : [JsonSerializer.Deserialize(text, ProbeFleetJson.Default.ProbeResult)!];
            return results.All(IsWhole) ? results : throw new JsonException("A part is null.");
        }
        catch (JsonException error) when (error.InnerException is JsonException)
        {
            throw new UsageException(
                $"{shown} is not JSON (line {(error.LineNumber ?? 0) + 1}). Give a file that 'probefleet probe --output json' wrote.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            var place = error is JsonException { Path: { } path and not "$" } ? $" (see {path})" : "";
            throw new UsageException(
                $"{shown} is JSON, but not a probe result{place}. Give a file that 'probefleet probe --output json' wrote.");
        }
    }

    private static bool IsWhole(ProbeResult? result) =>
        result is { Stages: not null, Route: not null, Vantage.Runtime: not null, Diagnosis: not null, Fingerprint: not null }
        && result.Stages.All(stage => stage is not null);
}
