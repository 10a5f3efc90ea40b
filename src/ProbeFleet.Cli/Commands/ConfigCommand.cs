using System.Globalization;
using Azure;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Configuration.Reading;
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
        var expected = OptionKinds.Text(
            "--if-match", "TAG",
            "The tag of the configuration that this one replaces, as 'config show' says it; '*' for whatever is there.");
        var target = new FleetOptions();
        return new Command("apply", "Check a configuration and give it to the fleet.") { file, expected, target }
            .Does(async (parsed, cancellationToken) =>
            {
                var name = parsed.GetValue(file) ?? ConfigurationFile.DefaultName;
                var json = await ConfigurationFile.ReadTextAsync(parsed.GetValue(file), surroundings, cancellationToken);
                using var fleet = target.Open(parsed, surroundings);
                var (change, before) = await ApplyAsync(fleet, json, parsed.GetValue(expected), cancellationToken);
                await TellAsync(name, change, surroundings);
                await TellNeedsAsync(json, before, surroundings);
                return ExitCodes.Healthy;
            });
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

    // Where the configuration before is not known, all its entries may be new.
    private static async Task TellNeedsAsync(string json, AppliedConfiguration? before, CliSurroundings surroundings)
    {
        string[] added =
        [
            .. CredentialNeeds.Find(FleetConfigurationReader.Read(json).Configuration!)
                .Except(before?.Parsed is { } known ? CredentialNeeds.Find(known) : []),
        ];
        if (added is not [])
        {
            await surroundings.Error.WriteLineAsync(
                $"Each vantage that probes its routes must have in PROBEFLEET_CREDENTIALS: {string.Join(", ", added)}. "
                    + "Where an entry is missing, its routes end with config.credential-not-allowed.");
        }
    }

    private static async Task<(ConfigurationChange Change, AppliedConfiguration? Before)> ApplyAsync(
        IFleet fleet, string json, string? tag, CancellationToken cancellationToken)
    {
        if (tag is "*")
        {
            return (await fleet.ApplyAsync(json, ETag.All, cancellationToken), null);
        }

        var before = await fleet.ReadConfigurationAsync(cancellationToken);
        if (tag is null && before is not null)
        {
            throw new UsageException(
                $"The fleet has a configuration, tag {before.Hash}: look at it with 'probefleet config show', then say that you mean to "
                + $"replace it with --if-match {before.Hash} (or --if-match '*' for whatever is there). Nothing was changed.");
        }

        return before?.Hash == tag
            ? (await fleet.ApplyAsync(json, before?.Tag, cancellationToken), before)
            : (new ConfigurationChange.Conflict(), before);
    }

    private static Command CreateShow(CliSurroundings surroundings)
    {
        var target = new FleetOptions();
        return new Command("show", "Print the fleet's configuration, as it was applied; its version and tag on standard error.") { target }
            .Does(async (parsed, cancellationToken) =>
            {
                using var fleet = target.Open(parsed, surroundings);
                var applied = await fleet.ReadConfigurationAsync(cancellationToken)
                    ?? throw new UsageException("No configuration was applied yet: run 'probefleet config apply fleet.json'.");
                var version = applied is { Version: { } number, AppliedAt: { } at }
                    ? $"version {number}, applied at {Shown.Instant(at)}, "
                    : "";
                await surroundings.Error.WriteLineAsync($"{version}tag {applied.Hash}");
                await surroundings.Raw.WriteLineAsync(Escaped(applied.Json.TrimEnd()));
                return ExitCodes.Healthy;
            });
    }

    /// <summary>Escapes characters that could control a terminal or reorder its text, since anybody may have applied the JSON.</summary>
    public static string Escaped(string json) =>
        string.Concat(json.Select(character => Steers(character) ? $"\\u{(int)character:x4}" : character.ToString()));

    private static bool Steers(char character) => character is not ('\n' or '\r' or '\t')
        && char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
