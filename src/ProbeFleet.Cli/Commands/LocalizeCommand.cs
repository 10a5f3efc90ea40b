using System.CommandLine;
using System.Text.Json;
using ProbeFleet.Cli.Inputs;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Json;
using ProbeFleet.Core.Localization;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet localize</c>: says where the fault is, over many probes.</summary>
internal static class LocalizeCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var input = new Option<string?>("--input") { Description = "An incident file; - is standard input.", HelpName = "FILE", Required = true };
        var window = OptionKinds.Duration("--window", "How far back to look. Default: the file's window.", TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        var output = OutputOption.Create("text", "json");
        var command = new Command("localize", "Say where the fault is, over many vantages and routes.") { input, window, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = await IncidentInput.ReadAsync(parsed.GetRequiredValue(input)!, parsed.GetValue(window), surroundings, cancellationToken).ConfigureAwait(false);
            var located = Localizer.Locate(file);
            await WriteAsync(located, file.Results, parsed.GetRequiredValue(output), surroundings).ConfigureAwait(false);
            return ExitCodes.Of(located.Verdict);
        });
        return command;
    }

    private static async Task WriteAsync(FaultLocalization located, IReadOnlyList<Observation> seen, string output, CliSurroundings surroundings)
    {
        if (output == "json")
        {
            await surroundings.Raw.WriteLineAsync(JsonSerializer.Serialize(located, ProbeFleetJson.Readable.FaultLocalization)).ConfigureAwait(false);
            return;
        }

        surroundings.Output.WriteAll(LocalizationText.Of(located, seen, surroundings.Glyphs));
    }
}
