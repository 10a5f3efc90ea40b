using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet packet</c>: writes the sanitized handover of a stored result or an incident.</summary>
internal static class PacketCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var file = new Argument<string?>("RESULT.json")
        {
            Description = "A result as 'probe --output json' writes it; - is standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var incident = OptionKinds.Incident("Instead of a result: an incident of a fleet.");
        var output = OptionKinds.Word("--output", "markdown for people, json for 'verify'.", "markdown", "json");
        var route = OptionKinds.Text("--route", "NAME", "The route, when the file holds several.");
        var target = new FleetOptions();
        return new Command("packet", "Write the hand-over for whoever has to act, from a stored result or an incident.")
            { file, route, incident, output, target }
            .Does(async (parsed, cancellationToken) =>
            {
                var packet = (parsed.GetValue(file), parsed.GetValue(incident)) switch
                {
                    ({ } name, null) when !target.IsNamed(parsed) =>
                        OfResult(
                            await ResultFile.ReadOneAsync(name, parsed.GetValue(route), surroundings, cancellationToken), surroundings),
                    (null, { } id) => await OfIncidentAsync(target, parsed, id, surroundings, cancellationToken),
                    _ => throw new UsageException(
                        "Give a RESULT.json that 'probefleet probe --output json' wrote, or --incident ID of a fleet."),
                };
                var text = parsed.GetRequiredValue(output) == "json"
                    ? ReadableJson.Of(packet, ProbeFleetJson.Default.Packet)
                    : PacketMarkdown.Render(packet);
                await surroundings.Raw.WriteLineAsync(text.TrimEnd().AsMemory(), cancellationToken);
                return ExitCodes.Healthy;
            });
    }

    /// <summary>Writes the packets of results as Markdown, one after another.</summary>
    public static async Task WriteMarkdownAsync(IReadOnlyList<ProbeResult> results, CliSurroundings surroundings)
    {
        foreach (var (index, result) in results.Index())
        {
            var packet = PacketMarkdown.Render(OfResult(result, surroundings)).TrimEnd();
            await surroundings.Raw.WriteLineAsync(index == 0 ? packet : $"\n---\n\n{packet}");
        }
    }

    private static Packet OfResult(ProbeResult result, CliSurroundings surroundings) =>
        PacketWriter.FromProbe(result, surroundings.Clock.GetUtcNow());

    private static async Task<Packet> OfIncidentAsync(
        FleetOptions target, ParseResult parsed, Guid id, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        using var fleet = target.Open(parsed, surroundings);
        return await fleet.ReadPacketAsync(id, cancellationToken)
            ?? throw new UsageException(
                $"The fleet has no incident {id}, or none of its probes any more. 'probefleet incidents --state all' lists them.");
    }
}
