using System.Text.Json;
using ProbeFleet.FleetLab;

namespace ProbeFleet.FaultLab.Host.Demo;

/// <summary>Asks the fleet's API until it is as far as the demo wants it.</summary>
internal static class FleetWatch
{
    /// <summary>Waits until each vantage has probed each route so often.</summary>
    public static Task UntilRoundsAsync(LabFleet fleet, int rounds, CancellationToken stop) =>
        Waiting.ForAsync("the rounds", () => fleet.Vantages[0].GetAsync("/api/fleet", stop), overview =>
        {
            var cells = overview.GetProperty("cells").EnumerateArray().ToList();
            return cells.Count == fleet.Vantages.Count * 3
                && cells.TrueForAll(cell => cell.GetProperty("recent").GetArrayLength() >= rounds);
        }, stop);

    /// <summary>Asks one vantage for a probe of every route from every vantage, and waits for the answers.</summary>
    public static async Task AskEverybodyAsync(VantageProcess vantage, CancellationToken stop)
    {
        var request = await vantage.CallAsync(
            HttpMethod.Post, "/api/probes", """{"routes":["*"],"scope":"fleet","reason":"the demo asks"}""", stop);
        var status = await Waiting.ForAsync(
            "the answers",
            () => vantage.GetAsync(request.GetProperty("location").GetString()!, stop),
            status => status.GetProperty("isFinished").GetBoolean(),
            stop);
        foreach (var part in status.GetProperty("vantages").EnumerateArray())
        {
            DemoConsole.Say($"  {part.GetProperty("vantage"),-20} {part.GetProperty("answer")}, {part.GetProperty("results")} results");
        }
    }

    /// <summary>Whether the matrix has the two faults and nothing else.</summary>
    public static bool SeesTheFaults(JsonElement overview) => overview.GetProperty("cells").EnumerateArray().All(cell =>
    {
        var cause = cell.GetProperty("cause").GetString()!;
        return (cell.GetProperty("vantage").GetString(), cell.GetProperty("route").GetString()) switch
        {
            ("prod-northeurope", _) => cause.StartsWith("dns.", StringComparison.Ordinal) || cause is "proxy.no-answer",
            ("prod-westeurope", "openai") => cause is "proxy.denied",
            _ => cause is "ok",
        };
    });
}
