using System.Globalization;
using System.Text.Json;
using ProbeFleet.FleetLab;

namespace ProbeFleet.FaultLab.Host.Demo;

/// <summary>The incidents of the demo's fleet: opened by the app that holds the lease, handed over, and closed by a proof.</summary>
internal static class IncidentStory
{
    private const int PacketLines = 24;

    /// <summary>Waits until an incident accuses the resolver and one the proxy, and shows them.</summary>
    public static async Task<IReadOnlyList<string>> ShowOpenAsync(LabFleet fleet, CancellationToken stop)
    {
        string[] accused = fleet.Site.LeftOut is null ? ["dns", "proxy"] : ["proxy"];
        var incidents = await Waiting.ForAsync(
            "the incidents",
            async () => (await fleet.Vantages[0].GetAsync("/api/incidents?state=open", stop)).GetProperty("incidents").EnumerateArray()
                .ToList(),
            open => open.Count >= 2 && accused.All(kind => open.Exists(incident => KindOf(incident) == kind)),
            stop);
        foreach (var incident in incidents)
        {
            var confidence = incident.GetProperty("confidence").GetDouble().ToString("P0", CultureInfo.InvariantCulture);
            var routes = incident.GetProperty("affected").EnumerateArray().Select(
                pair => $"{pair.GetProperty("route")} from {pair.GetProperty("vantage")}");
            DemoConsole.Say($"  {incident.GetProperty("title")}");
            DemoConsole.Say($"      owner {incident.GetProperty("owner")}, {NameOf(incident)} ({confidence}): {string.Join(", ", routes)}");
        }

        return [.. incidents.Select(incident => incident.GetProperty("id").GetString()!)];
    }

    /// <summary>Shows the first lines of what the owner of an incident gets.</summary>
    public static async Task ShowPacketAsync(VantageProcess vantage, string incident, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/incidents/{incident}/packet");
        request.Headers.Accept.ParseAdd("text/markdown");
        using var response = await vantage.Client.SendAsync(request, stop);
        var lines = (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stop)).Split('\n');
        foreach (var line in lines.Take(PacketLines))
        {
            DemoConsole.Say(line.Length == 0 ? "" : $"  {line}");
        }

        DemoConsole.Say($"  … and {lines.Length - PacketLines} lines more, also as JSON: GET /api/incidents/{incident}/packet");
    }

    /// <summary>Asks for a proof of each incident, and waits until each is closed.</summary>
    /// <returns>Whether a proof closed each.</returns>
    public static async Task<bool> ProveAsync(VantageProcess vantage, IReadOnlyList<string> incidents, CancellationToken stop)
    {
        foreach (var incident in incidents)
        {
            await vantage.CallAsync(
                HttpMethod.Post, $"/api/incidents/{incident}/verification", """{"reason":"the demo mended it"}""", stop);
        }

        var areProved = true;
        foreach (var incident in incidents)
        {
            var closed = await Waiting.ForAsync(
                "the end of the incident",
                () => vantage.GetAsync($"/api/incidents/{incident}", stop),
                known => known.GetProperty("state").GetString() != "open",
                stop);
            var ending = closed.GetProperty("closedBy").GetString();
            areProved &= ending == "verification";
            DemoConsole.Say($"  {NameOf(closed)}: {closed.GetProperty("state")} by {ending}");
            foreach (var proof in closed.GetProperty("verifications").EnumerateArray().SelectMany(
                asked => asked.GetProperty("proofs").EnumerateArray()))
            {
                DemoConsole.Say($"      {proof.GetProperty("route")} from {proof.GetProperty("vantage")}: {proof.GetProperty("verdict")}");
            }
        }

        return areProved;
    }

    private static string? KindOf(JsonElement incident) => Component(incident)?.GetProperty("kind").GetString();

    private static string NameOf(JsonElement incident) => Component(incident)?.GetProperty("name").GetString() ?? "no component";

    private static JsonElement? Component(JsonElement incident) =>
        incident.TryGetProperty("component", out var component) ? component : null;
}
