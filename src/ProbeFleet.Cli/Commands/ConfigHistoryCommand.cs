using Azure;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Rendering;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet config history</c> and <c>config rollback</c>: list and restore a fleet's earlier configurations.</summary>
internal static class ConfigHistoryCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var number = OptionKinds.Version("Print the text of this version. Default: list all that are kept.", ArgumentArity.ZeroOrOne);
        var target = new FleetOptions();
        return new Command("history", "List the configurations that the fleet had: who applied each, and when.") { number, target }
            .Does(async (parsed, cancellationToken) =>
            {
                using var fleet = target.Open(parsed, surroundings);
                if (parsed.GetValue(number) is { } version)
                {
                    var text = await TextOfAsync(fleet, version, cancellationToken);
                    await surroundings.Raw.WriteLineAsync(ConfigCommand.Escaped(text.TrimEnd()));
                    return ExitCodes.Healthy;
                }

                var history = await fleet.ReadHistoryAsync(cancellationToken);
                foreach (var (index, kept) in history.Versions.Index())
                {
                    var by = ConfigCommand.Escaped(kept.By ?? "unknown");
                    var now = index == 0 && history.Unreadable == 0 ? "  (now)" : "";
                    await surroundings.Raw.WriteLineAsync($"{kept.Version,6}  {Shown.Instant(kept.AppliedAt)}  {by}{now}");
                }

                if (history.Unreadable > 0)
                {
                    await surroundings.Error.WriteLineAsync(
                        $"{history.Unreadable} more cannot be read, being of another version or spoiled: which is in force is not known.");
                }

                return ExitCodes.Healthy;
            });
    }

    public static Command CreateRollback(CliSurroundings surroundings)
    {
        var number = OptionKinds.Version("The version to go back to, as 'config history' lists it.", ArgumentArity.ExactlyOne);
        var target = new FleetOptions();
        return new Command("rollback", "Give the fleet a configuration again that it had; it becomes the newest version.")
            { number, target }
            .Does(async (parsed, cancellationToken) =>
            {
                using var fleet = target.Open(parsed, surroundings);
                var version = parsed.GetRequiredValue(number)!.Value;
                var replaced = await TagToReplaceAsync(fleet, cancellationToken);
                var text = await TextOfAsync(fleet, version, cancellationToken);
                var change = await fleet.ApplyAsync(text, replaced, cancellationToken);
                await ConfigCommand.TellAsync($"Version {version}", change, surroundings);
                return ExitCodes.Healthy;
            });
    }

    /// <summary>The current configuration's tag; any where it cannot be read, because that is when one wants to go back.</summary>
    private static async Task<ETag?> TagToReplaceAsync(IFleet fleet, CancellationToken cancellationToken)
    {
        try
        {
            return (await fleet.ReadConfigurationAsync(cancellationToken))?.Tag;
        }
        catch (FleetSilentException error) when (error.IsLasting)
        {
            return ETag.All;
        }
    }

    private static async Task<string> TextOfAsync(IFleet fleet, long version, CancellationToken cancellationToken) =>
        await fleet.FindTextAsync(version, cancellationToken)
        ?? throw new UsageException($"The fleet does not keep a version {version}: 'probefleet config history' lists those that it does.");
}
