using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Contracts;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet incidents</c>: lists a fleet's incidents, or shows one.</summary>
internal static class IncidentsCommand
{
    private const int MostListed = 100;

    public static Command Create(CliSurroundings surroundings)
    {
        var target = new FleetOptions();
        var state = OptionKinds.Word("--state", "Which ones.", "open", "closed", "all");
        var output = OptionKinds.Output("text", "json");
        return new Command("incidents", "List a fleet's incidents, the newest first.")
            { state, output, CreateShow(target, surroundings), target }
            .Does(async (parsed, cancellationToken) =>
            {
                using var fleet = target.Open(parsed, surroundings);
                var word = parsed.GetRequiredValue(state);
                var list = await fleet.ReadIncidentsAsync(WireWord.Find<IncidentState>(word), MostListed, cancellationToken);
                await surroundings.WriteAsync(
                    parsed.GetRequiredValue(output), list, ContractJson.Default.IncidentsBody,
                    found => IncidentText.List(found, word, surroundings.Clock.GetUtcNow(), surroundings.Glyphs));
                return ExitCodes.For(list);
            });
    }

    private static Command CreateShow(FleetOptions target, CliSurroundings surroundings)
    {
        var id = new Argument<Guid?>("ID") { Description = "The incident's id.", CustomParser = OptionKinds.ParseIncident };
        var output = OptionKinds.Output("text", "json");
        return new Command("show", "Show one incident: what was seen from where and when, and who has to act.") { id, output }
            .Does(async (parsed, cancellationToken) =>
            {
                using var fleet = target.Open(parsed, surroundings);
                var wanted = parsed.GetRequiredValue(id)!.Value;
                var incident = await fleet.FindIncidentAsync(wanted, cancellationToken) ?? throw Unknown(wanted);
                await surroundings.WriteAsync(
                    parsed.GetRequiredValue(output), incident, ProbeFleetJson.Default.Incident,
                    found => IncidentText.Details(found, surroundings.Glyphs));
                return ExitCodes.For(incident);
            });
    }

    public static UsageException Unknown(Guid id) => new($"The fleet has no incident {id}. 'probefleet incidents --state all' lists them.");
}
