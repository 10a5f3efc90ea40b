using System.Globalization;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Inputs;
using ProbeFleet.Cli.Rendering;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet config history</c> and <c>config rollback</c>: list and restore a fleet's earlier configurations.</summary>
internal static class ConfigHistoryCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var number = new Argument<long?>("VERSION")
        {
            Description = "Print the text of this version. Default: list all that are kept.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = OptionKinds.ParseVersion,
        };
        var target = new FleetOptions();
        var command = new Command("history", "List the configurations that the fleet had: who applied each, and when.") { number };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var fleet = target.Open(parsed, surroundings);
            if (parsed.GetValue(number) is { } version)
            {
                var text = await TextOfAsync(fleet, version, cancellationToken).ConfigureAwait(false);
                await surroundings.Raw.WriteLineAsync(ConfigCommand.Escaped(text.TrimEnd())).ConfigureAwait(false);
                return ExitCodes.Healthy;
            }

            foreach (var (kept, index) in (await fleet.ReadHistoryAsync(cancellationToken).ConfigureAwait(false)).Select(
                (kept, index) => (kept, index)))
            {
                var line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kept.Version,6}  {Shown.Instant(kept.AppliedAt)}  "
                        + $"{ConfigCommand.Escaped(kept.By ?? "unknown")}{(index == 0 ? "  (now)" : "")}");
                await surroundings.Raw.WriteLineAsync(line).ConfigureAwait(false);
            }

            return ExitCodes.Healthy;
        });
        return command;
    }

    public static Command CreateRollback(CliSurroundings surroundings)
    {
        var number = new Argument<long?>("VERSION")
        {
            Description = "The version to go back to, as 'config history' lists it.",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = OptionKinds.ParseVersion,
        };
        var target = new FleetOptions();
        var command = new Command("rollback",
            "Give the fleet a configuration again that it had; it becomes the newest version.") { number };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var fleet = target.Open(parsed, surroundings);
            var version = parsed.GetRequiredValue(number)!.Value;
            var before = await fleet.ReadConfigurationAsync(cancellationToken).ConfigureAwait(false);
            var text = await TextOfAsync(fleet, version, cancellationToken).ConfigureAwait(false);
            var change = await fleet.ApplyAsync(text, before?.Tag, cancellationToken).ConfigureAwait(false);
            await ConfigCommand.TellAsync(
                $"Version {version.ToString(CultureInfo.InvariantCulture)}", change, surroundings).ConfigureAwait(false);
            return ExitCodes.Healthy;
        });
        return command;
    }

    private static async Task<string> TextOfAsync(IFleet fleet, long version, CancellationToken cancellationToken) =>
        await fleet.FindTextAsync(version, cancellationToken).ConfigureAwait(false)
        ?? throw new UsageException(string.Create(
            CultureInfo.InvariantCulture,
            $"The fleet does not keep a version {version}: 'probefleet config history' lists those that it does."));
}
