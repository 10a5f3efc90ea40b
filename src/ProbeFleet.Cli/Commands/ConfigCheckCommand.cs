using System.Text.Json;
using ProbeFleet.Cli.Inputs;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet config check</c>: reports violations, and what the probes can never tell apart.</summary>
internal static class ConfigCheckCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var file = ConfigCommand.File();
        var vantages = new VantageOptions();
        var output = OutputOption.Create("text", "json");
        var command = new Command("check", "Report every violation of a configuration at once, and what its probes can never tell apart.")
            { file, output };
        vantages.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(file) switch { null => ConfigurationFile.DefaultName, "-" => "Standard input", var path => path };
            var configuration = await ConfigurationFile.ReadAsync(
                parsed.GetValue(file), surroundings, cancellationToken).ConfigureAwait(false);
            var matrix = MatrixOf(
                configuration, await vantages.ReadAsync(parsed, surroundings, cancellationToken).ConfigureAwait(false), surroundings);
            var report = Identifiability.Analyze(new FleetTopology(matrix.Vantages, matrix.Routes));
            if (parsed.GetRequiredValue(output) == "json")
            {
                var check = new ConfigurationCheck(
                    name, configuration.Routes.Count, matrix.Vantages, matrix.IsAssumed, CredentialNeeds.Find(configuration), report.Pairs);
                await surroundings.Raw.WriteLineAsync(
                    JsonSerializer.Serialize(check, CheckJson.Readable.ConfigurationCheck)).ConfigureAwait(false);
            }
            else
            {
                surroundings.Output.WriteAll(IdentifiabilityText.Render(name, configuration, matrix, report, surroundings.Glyphs));
            }

            return ExitCodes.Healthy;
        });
        return command;
    }

    // When no vantage is named, assumes one unknown vantage that probes every route.
    private static CheckedMatrix MatrixOf(
        FleetConfiguration configuration, IReadOnlyList<FleetVantage> vantages, CliSurroundings surroundings) =>
        vantages is not []
            ? new(vantages, configuration.Routes, IsAssumed: false)
            : new(
                [FleetVantage.From(VantageReader.Read(null, surroundings.Environment))],
                [.. configuration.Routes.Select(route => route with { Vantages = [] })],
                IsAssumed: true);
}
