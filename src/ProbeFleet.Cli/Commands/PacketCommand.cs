using System.CommandLine;
using System.Text.Json;
using ProbeFleet.Cli.Inputs;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet packet</c>: a stored result as the sanitized hand-over for whoever has to act.</summary>
internal static class PacketCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var file = new Argument<string>("RESULT.json") { Description = "A result as 'probe --output json' writes it; - is standard input." };
        var route = new Option<string?>("--route") { Description = "The route, when the file holds several.", HelpName = "NAME" };
        var output = new Option<string>("--output") { Description = "markdown for people, json for 'verify'.", HelpName = "markdown|json", DefaultValueFactory = _ => "markdown" };
        output.AcceptOnlyFromAmong("markdown", "json");
        var command = new Command("packet", "Write the hand-over for whoever has to act, from a stored result.") { file, route, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var result = await ResultFile.ReadOneAsync(parsed.GetRequiredValue(file), parsed.GetValue(route), surroundings, cancellationToken).ConfigureAwait(false);
            var packet = PacketWriter.FromProbe(result, surroundings.Clock.GetUtcNow());
            var text = parsed.GetRequiredValue(output) == "json" ? JsonSerializer.Serialize(packet, ProbeFleetJson.Readable.Packet) : PacketMarkdown.Render(packet);
            await surroundings.Raw.WriteLineAsync(text.TrimEnd().AsMemory(), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Healthy;
        });
        return command;
    }

    /// <summary>Writes the packets of results as Markdown, one after another.</summary>
    public static async Task WriteMarkdownAsync(IReadOnlyList<ProbeResult> results, CliSurroundings surroundings)
    {
        foreach (var (index, result) in results.Index())
        {
            var packet = PacketMarkdown.Render(PacketWriter.FromProbe(result, surroundings.Clock.GetUtcNow())).TrimEnd();
            await surroundings.Raw.WriteLineAsync(index == 0 ? packet : $"\n---\n\n{packet}").ConfigureAwait(false);
        }
    }
}
