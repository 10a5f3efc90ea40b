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
        var output = OptionKinds.Output("text", "json", "markdown");
        return new Command("probe", "Probe each route once: the break, its owner, what to do next.") { output, options, fleet }
            .Does(async (parsed, cancellationToken) =>
            {
                IReadOnlyList<ProbeResult> results;
                int code;
                if (fleet.IsAsked(parsed, options.OfThisPlace))
                {
                    var status = await fleet.RunAsync(
                        parsed, options.RoutesOf(parsed), options.DepthOf(parsed), surroundings, cancellationToken);
                    (results, code) = (status.Results, FleetProbe.CodeOf(status));
                }
                else
                {
                    var order = await options.ReadAsync(parsed, surroundings, cancellationToken);
                    results = await ProbeRound.RunAsync(order, surroundings, cancellationToken);
                    code = ExitCodes.Worst(results);
                }

                var format = parsed.GetRequiredValue(output);
                await (format is "markdown"
                    ? PacketCommand.WriteMarkdownAsync(results, surroundings)
                    : surroundings.WriteAsync(
                        format, results, ProbeFleetJson.Default.IReadOnlyListProbeResult,
                        found => ProbeText.Render(found, surroundings.Glyphs)));
                return cancellationToken.IsCancellationRequested ? ExitCodes.Cancelled : code;
            });
    }
}
