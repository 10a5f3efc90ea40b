using System.Text.Json;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Inputs;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.Overview;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet fleet</c>: shows the current state of every route from every vantage.</summary>
internal static class FleetCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var target = new FleetOptions();
        var output = OutputOption.Create("text", "json");
        var command = new Command("fleet", "Show every route from every vantage now, silent vantages marked.") { output };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var fleet = target.Open(parsed, surroundings);
            var reading = fleet.ReadConfigurationAsync(cancellationToken);
            var overview = await ReadAsync(fleet, reading, cancellationToken).ConfigureAwait(false);
            var configuration = (await reading.ConfigureAwait(false))?.Parsed;
            overview = overview.Knowing(configuration);
            var matrix = FleetMatrix.From(overview, configuration);
            if (parsed.GetRequiredValue(output) == "json")
            {
                await surroundings.Raw.WriteLineAsync(
                    JsonSerializer.Serialize(overview, ContractJson.Readable.FleetOverview)).ConfigureAwait(false);
            }
            else
            {
                surroundings.Output.WriteAll(FleetText.Render(matrix, surroundings.Output.Profile.Width, surroundings.Glyphs));
            }

            return matrix.ExitCode;
        });
        return command;
    }

    private static async Task<FleetOverview> ReadAsync(IFleet fleet, Task other, CancellationToken cancellationToken)
    {
        try
        {
            return await fleet.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Both reads fail alike, and the first one throws.
            await other.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
