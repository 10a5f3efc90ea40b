using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet localize</c>: locates the fault from many probes.</summary>
internal static class LocalizeCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var input = OptionKinds.Text("--input", "FILE", "An incident file instead of a fleet; - is standard input.");
        var window = OptionKinds.Duration(
            "--window",
            "How far back to look. Default: as the fleet's configuration says (15m); of a file, all of it.",
            TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        var target = new FleetOptions();
        var output = OptionKinds.Output("text", "json");
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Also how probable each suspect is, and how many bits the next probe would tell.",
        };
        return new Command("localize", "Say where the fault is, over many vantages and routes.") { input, window, verbose, output, target }
            .Does(async (parsed, cancellationToken) =>
            {
                IReadOnlyList<Observation> seen = [];
                FaultLocalization located;
                if (parsed.GetValue(input) is not { } name)
                {
                    using var fleet = target.Open(parsed, surroundings);
                    located = await fleet.LocalizeAsync(parsed.GetValue(window), cancellationToken);
                }
                else if (target.IsNamed(parsed))
                {
                    throw new UsageException("Give --input FILE or a fleet, not both.");
                }
                else
                {
                    var file = await IncidentInput.ReadAsync(name, parsed.GetValue(window), surroundings, cancellationToken);
                    seen = [.. file.Results.SelectMany(result => result.WithSideLooks())];
                    located = Localizer.Locate(file);
                }

                await surroundings.WriteAsync(
                    parsed.GetRequiredValue(output), located, ProbeFleetJson.Default.FaultLocalization,
                    found => LocalizationText.Render(found, seen, parsed.GetValue(verbose), surroundings.Glyphs));
                return ExitCodes.For(located);
            });
    }
}
