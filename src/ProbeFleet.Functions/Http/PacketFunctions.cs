using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Functions.Http;

/// <summary>Serves packets for whoever has to act, as JSON or Markdown.</summary>
public sealed class PacketFunctions(FleetPackets packets)
{
    private const string Markdown = "text/markdown";

    /// <summary><c>GET /api/probes/{id}/packet</c>: the packet of one probe.</summary>
    [Function("GetProbePacket"), SignedIn]
    public Task<IResult> GetOfProbeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/probes/{id}/packet")] HttpRequest request, string id,
        CancellationToken cancellationToken) =>
        AnswerAsync(request, id, packets.OfProbeAsync, "result", "No stored probe has this id.", cancellationToken);

    /// <summary><c>GET /api/incidents/{id}/packet</c>: the packet of an incident.</summary>
    [Function("GetIncidentPacket"), SignedIn]
    public Task<IResult> GetOfIncidentAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents/{id}/packet")] HttpRequest request, string id,
        CancellationToken cancellationToken) =>
        AnswerAsync(request, id, packets.OfIncidentAsync, "incident, or its evidence,",
            "No incident has this id, or none of its probes is stored any more.", cancellationToken);

    private static Task<IResult> AnswerAsync(
        HttpRequest request, string id, Func<Guid, CancellationToken, Task<Reading<Packet>>> make, string what, string absent,
        CancellationToken cancellationToken) =>
        Answers.GuardAsync(async () => (Guid.TryParse(id, out var known) ? await make(known, cancellationToken) : null) switch
        {
            Reading<Packet>.Found { Value: var packet } when PrefersMarkdown(request) =>
                Answers.Text(PacketMarkdown.Render(packet), $"{Markdown}; charset=utf-8"),
            Reading<Packet>.Found { Value: var packet } => Answers.Json(packet, ProbeFleetJson.Default.Packet),
            Reading<Packet>.Unreadable { Row: var row } => Answers.Unreadable(what, row),
            _ => Answers.NotFound(absent),
        });

    /// <summary>Whether <c>Accept</c> prefers Markdown to JSON.</summary>
    private static bool PrefersMarkdown(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().Accept;
        return Quality(Markdown) > Quality("application/json");

        double Quality(string type) =>
            wanted.Where(item => item.MediaType == type).Select(item => item.Quality ?? 1).DefaultIfEmpty(0).Max();
    }
}
