using System.Globalization;
using System.Text;
using Azure;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Inputs;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet config</c>: checks, applies and shows a <c>fleet.json</c>, in a file or in a fleet.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliSurroundings surroundings) =>
        new("config", "Work on a fleet.json.")
        {
            ConfigCheckCommand.Create(surroundings), CreateApply(surroundings), CreateShow(surroundings),
            ConfigHistoryCommand.Create(surroundings), ConfigHistoryCommand.CreateRollback(surroundings),
        };

    public static Argument<string?> File() => new("FILE")
    {
        Description = "The configuration file. Default: fleet.json in this folder.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static Command CreateApply(CliSurroundings surroundings)
    {
        var file = File();
        var expected = new Option<string?>("--if-match")
        {
            Description = "The tag of the configuration that this one replaces, as 'config show' says it; '*' for whatever is there.",
            HelpName = "TAG",
        };
        var target = new FleetOptions();
        var command = new Command("apply", "Check a configuration and give it to the fleet.") { file, expected };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(file) ?? ConfigurationFile.DefaultName;
            var json = await ConfigurationFile.ReadTextAsync(parsed.GetValue(file), surroundings, cancellationToken).ConfigureAwait(false);
            using var fleet = target.Open(parsed, surroundings);
            await TellAsync(name, await ApplyAsync(
                fleet, json, parsed.GetValue(expected), cancellationToken).ConfigureAwait(false), surroundings)
                .ConfigureAwait(false);
            return ExitCodes.Healthy;
        });
        return command;
    }

    /// <summary>Reports the result of applying a configuration.</summary>
    /// <param name="name">The applied text's name, with which the sentence begins.</param>
    /// <exception cref="UsageException">It was not applied; the message says what to do.</exception>
    public static Task TellAsync(string name, ConfigurationChange change, CliSurroundings surroundings) => change switch
    {
        ConfigurationChange.Applied { Version: var version } =>
            surroundings.Raw.WriteLineAsync($"{name} is applied as version {version}. Every vantage reads it at its next round."),
        ConfigurationChange.Invalid { Violations: var violations } =>
            throw new UsageException(ConfigurationFile.Shown($"{name} breaks rules of the fleet's version, so it", violations)),
        _ => throw new UsageException(
            "The fleet has another configuration than that tag: somebody applied one meanwhile. "
            + "Nothing was changed. Look at it with 'probefleet config show', merge, and apply again."),
    };

    private static async Task<ConfigurationChange> ApplyAsync(IFleet fleet, string json, string? tag, CancellationToken cancellationToken)
    {
        if (tag is "*")
        {
            return await fleet.ApplyAsync(json, ETag.All, cancellationToken).ConfigureAwait(false);
        }

        var before = await fleet.ReadConfigurationAsync(cancellationToken).ConfigureAwait(false);
        return tag is null && before is not null
            ? throw new UsageException(
                $"The fleet has a configuration, tag {before.Hash}: look at it with 'probefleet config show', then say that you mean to "
                    + "replace it with "
                + $"--if-match {before.Hash} (or --if-match '*' for whatever is there). Nothing was changed.")
            : before?.Hash == tag
                ? await fleet.ApplyAsync(json, before?.Tag, cancellationToken).ConfigureAwait(false)
                : new ConfigurationChange.Conflict();
    }

    private static Command CreateShow(CliSurroundings surroundings)
    {
        var target = new FleetOptions();
        var command = new Command("show", "Print the fleet's configuration, as it was applied; its version and tag on standard error.");
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var fleet = target.Open(parsed, surroundings);
            var applied = await fleet.ReadConfigurationAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new UsageException("No configuration was applied yet: run 'probefleet config apply fleet.json'.");
            var version = applied is { Version: { } number, AppliedAt: { } at }
                ? $"version {number}, applied at {Shown.Instant(at)}, "
                : "";
            await surroundings.Error.WriteLineAsync($"{version}tag {applied.Hash}").ConfigureAwait(false);
            await surroundings.Raw.WriteLineAsync(Escaped(applied.Json.TrimEnd())).ConfigureAwait(false);
            return ExitCodes.Healthy;
        });
        return command;
    }

    /// <summary>Escapes characters that could control a terminal or reorder its text, since anybody may have applied the JSON.</summary>
    public static string Escaped(string json)
    {
        var escaped = new StringBuilder(json.Length);
        foreach (var character in json)
        {
            var steers = character is not ('\n' or '\r' or '\t')
                && char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            _ = steers ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
