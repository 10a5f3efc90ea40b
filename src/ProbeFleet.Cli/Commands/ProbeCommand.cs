using System.Text.Json;
using ProbeFleet.Cli.Inputs;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet probe</c>: probes each route and names the owner of a break.</summary>
internal static class ProbeCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var options = new ProbeOptions();
        var fleet = new FleetProbe();
        var output = OutputOption.Create("text", "json", "markdown");
        var command = new Command("probe", "Probe each route once: the break, its owner, what to do next.") { output };
        options.AddTo(command);
        fleet.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (results, code) = fleet.IsAsked(parsed, options.OfThisPlace)
                ? await AskAsync(fleet, options, parsed, surroundings, cancellationToken).ConfigureAwait(false)
                : await ProbeAsync(options, parsed, surroundings, cancellationToken).ConfigureAwait(false);
            await WriteAsync(results, parsed.GetRequiredValue(output), surroundings).ConfigureAwait(false);
            return cancellationToken.IsCancellationRequested ? ExitCodes.Cancelled : code;
        });
        return command;
    }

    private static async Task<(IReadOnlyList<ProbeResult> Results, int Code)> ProbeAsync(
        ProbeOptions options, ParseResult parsed, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var order = await options.ReadAsync(parsed, surroundings, cancellationToken).ConfigureAwait(false);
        var results = await ProbeRound.RunAsync(order, surroundings, cancellationToken).ConfigureAwait(false);
        return (results, ExitCodes.Worst(results));
    }

    private static async Task<(IReadOnlyList<ProbeResult> Results, int Code)> AskAsync(
        FleetProbe fleet, ProbeOptions options, ParseResult parsed, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var status = await fleet.RunAsync(
            parsed, options.RoutesOf(parsed), options.DepthOf(parsed), surroundings, cancellationToken).ConfigureAwait(false);
        return (status.Results, FleetProbe.CodeOf(status));
    }

    private static async Task WriteAsync(IReadOnlyList<ProbeResult> results, string output, CliSurroundings surroundings)
    {
        switch (output)
        {
            case "json":
                var json = JsonSerializer.Serialize(results, ProbeFleetJson.Readable.IReadOnlyListProbeResult);
                await surroundings.Raw.WriteLineAsync(json).ConfigureAwait(false);
                break;
            case "markdown":
                await PacketCommand.WriteMarkdownAsync(results, surroundings).ConfigureAwait(false);
                break;
            default:
                surroundings.Output.WriteAll(ProbeText.Render(results, surroundings.Glyphs));
                break;
        }
    }
}
