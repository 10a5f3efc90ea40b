using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using ProbeFleet.Cli.Commands;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing;

namespace ProbeFleet.Cli;

/// <summary>Builds the command line, runs it and turns exceptions into messages and exit codes.</summary>
internal static class CommandLine
{
    private const string NoCommand = "Required command was not provided.";

    private static readonly string[] FileOptions = ["--packet", "--input", "--config"];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliSurroundings surroundings)
    {
        try
        {
            var parsed = Root(surroundings).Parse(arguments);
            if (parsed.Action is not ParseErrorAction errors)
            {
                return await parsed.InvokeAsync(Invocation(surroundings.Raw, surroundings.Error));
            }

            // Suggestions and help would go to standard output, where scripts expect results.
            errors.ShowHelp = arguments is [];
            using var text = new StringWriter { NewLine = surroundings.Error.NewLine };
            await parsed.InvokeAsync(Invocation(text, text));
            await surroundings.Error.WriteAsync(
                arguments is [] ? text.ToString() : WithoutSecrets(Told(Named(text.ToString(), parsed.Errors)), parsed.Tokens));
            if (arguments is not [])
            {
                await surroundings.Error.WriteLineAsync($"See: probefleet {PathOf(parsed.CommandResult)}--help");
                if (FileHint(parsed) is { } hint)
                {
                    await surroundings.Error.WriteLineAsync(hint);
                }
            }

            return ExitCodes.Usage;
        }
        catch (Exception error) when (error is UsageException or OutputException or FleetSilentException)
        {
            await surroundings.Error.WriteLineAsync(Plain(error.Message));
            return error is FleetSilentException ? ExitCodes.Unknown : ExitCodes.Usage;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception error)
        {
            await surroundings.Error.WriteLineAsync(BugReport(error));
            return ExitCodes.Bug;
        }
    }

    private static string PathOf(CommandResult command) =>
        command.Command is RootCommand ? "" : $"{(command.Parent is CommandResult parent ? PathOf(parent) : "")}{command.Command.Name} ";

    // Who names a file alone means the file that the command reads.
    private static string? FileHint(ParseResult parsed) =>
        parsed.UnmatchedTokens is [var word] && File.Exists(word)
        && FileOptions.Intersect(parsed.CommandResult.Command.Options.Select(option => option.Name)).FirstOrDefault() is { } reads
            ? $"A file is given by its option: {reads} FILE"
            : null;

    public static RootCommand Root(CliSurroundings surroundings) => HelpPage.AddTo(
        new("An LLM call fails with a connection error. Whose fault is it? One same-path probe names the break and its owner.")
        {
            ProbeCommand.Create(surroundings),
            WatchCommand.Create(surroundings),
            CompareCommand.Create(surroundings),
            PacketCommand.Create(surroundings),
            VerifyCommand.Create(surroundings),
            ConfigCommand.Create(surroundings),
            RequestCommand.Create(surroundings),
            FleetCommand.Create(surroundings),
            IncidentsCommand.Create(surroundings),
            LocalizeCommand.Create(surroundings),
        });

    // Of a value that is not among an option's, the parser tells the value alone.
    private static string Named(string text, IEnumerable<ParseError> errors) => errors.Aggregate(text, (told, error) =>
        (error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult) is { Option.Name: var name }
            && !error.Message.Contains(name, StringComparison.Ordinal)
            ? told.Replace(error.Message, $"{name}: {error.Message}", StringComparison.Ordinal)
            : told);

    // For an unknown word the parser also reports a missing command, which says nothing more.
    private static string Told(string errors) =>
        errors.Trim() == NoCommand ? errors : string.Join('\n', errors.Split('\n').Where(line => line.TrimEnd() != NoCommand));

    private static InvocationConfiguration Invocation(TextWriter output, TextWriter error) =>
        new() { EnableDefaultExceptionHandler = false, Output = output, Error = error };

    // The parser repeats unknown words, and the value after a misspelled option may be a secret.
    private static string WithoutSecrets(string errors, IEnumerable<Token> tokens) =>
        new Sanitizer(tokens.SelectMany(token => PossibleKeys.In(token.Value))).Clean(errors);

    // A file or a server may have written a part of the message: no control, also of the text's direction, may reach the terminal.
    private static string Plain(string message) =>
        string.Concat(message.ReplaceLineEndings("\n")
            .Select(character => Hides(character) && character != '\n' ? '\uFFFD' : character));

    private static bool Hides(char character) => char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format;

    private static string BugReport(Exception error)
    {
        var message = Sanitizer.PatternsOnly.Clean(error.Message, 300).ReplaceLineEndings(" ");
        return $"This is a bug in probefleet, not a fault of your route: {error.GetType().Name}: {message} "
            + $"Please report it with this line and the version: {RuntimeFactsReader.App}.";
    }
}
