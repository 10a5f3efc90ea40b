using ProbeFleet.Cli.Inputs;
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
            TimeSpan.FromMinutes(1),
            TimeSpan.FromHours(24));
        var target = new FleetOptions();
        var output = OptionKinds.Output("text", "json");
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Also how probable each suspect is, and how many bits the next probe would tell.",
        };
        var command = new Command("localize", "Say where the fault is, over many vantages and routes.") { input, window, verbose, output };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (located, seen) = parsed.GetValue(input) is not { } file
                ? (await LocateAsync(target, parsed, parsed.GetValue(window), surroundings, cancellationToken), [])
                : !target.IsNamed(parsed)
                    ? Locate(await IncidentInput.ReadAsync(file, parsed.GetValue(window), surroundings, cancellationToken))
                    : throw new UsageException("Give --input FILE or a fleet, not both.");
            await surroundings.WriteAsync(
                parsed.GetRequiredValue(output),
                located,
                ProbeFleetJson.Readable.FaultLocalization,
                found => LocalizationText.Render(found, seen, parsed.GetValue(verbose), surroundings.Glyphs));
            return ExitCodes.For(located.Verdict);
        });
        return command;
    }

    private static (FaultLocalization Located, IReadOnlyList<Observation> Seen) Locate(IncidentFile file) =>
        (Localizer.Locate(file), [.. file.Results.SelectMany(result => result.WithSideLooks())]);

    private static async Task<FaultLocalization> LocateAsync(
        FleetOptions target, ParseResult parsed, TimeSpan? window, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        using var fleet = target.Open(parsed, surroundings);
        return await fleet.LocalizeAsync(window, cancellationToken);
    }
}
