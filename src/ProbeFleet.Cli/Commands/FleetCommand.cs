using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Fleet.Contracts;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet fleet</c>: shows the current state of every route from every vantage.</summary>
internal static class FleetCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var target = new FleetOptions();
        var output = OptionKinds.Output("text", "json");
        return new Command("fleet", "Show every route from every vantage now, silent vantages marked.") { output, target }
            .Does(async (parsed, cancellationToken) =>
            {
                using var fleet = target.Open(parsed, surroundings);
                var (reading, seeing) = (fleet.ReadConfigurationAsync(cancellationToken), fleet.ReadAsync(cancellationToken));
                // Both reads fail alike.
                await Task.WhenAll(seeing, reading);
                var configuration = (await reading)?.Parsed;
                var overview = (await seeing).Knowing(configuration);
                var matrix = FleetMatrix.From(overview, configuration);
                await surroundings.WriteAsync(
                    parsed.GetRequiredValue(output), overview, ContractJson.Default.FleetOverview,
                    _ => FleetText.Render(matrix, surroundings.Output.Profile.Width, surroundings.Glyphs));
                return matrix.ExitCode;
            });
    }
}
