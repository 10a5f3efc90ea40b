using System.CommandLine;
using System.CommandLine.Invocation;
using ProbeFleet.Cli.Commands;
using ProbeFleet.Core.Redaction;
using ProbeFleet.Probing;

namespace ProbeFleet.Cli;

/// <summary>The commands, and what becomes of their errors.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliSurroundings surroundings)
    {
        try
        {
            var parsed = Root(surroundings).Parse(arguments);
            if (parsed.Action is not ParseErrorAction errors)
            {
                return await parsed.InvokeAsync(Invocation(surroundings.Raw, surroundings.Error)).ConfigureAwait(false);
            }

            // Suggestions and help would go to standard output, where a script expects results.
            errors.ShowHelp = arguments is [];
            await parsed.InvokeAsync(Invocation(surroundings.Error, surroundings.Error)).ConfigureAwait(false);
            if (arguments is not [])
            {
                var command = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
                await surroundings.Error.WriteLineAsync($"See: probefleet {command}--help").ConfigureAwait(false);
            }

            return ExitCodes.Usage;
        }
        catch (UsageException error)
        {
            await surroundings.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception error)
        {
            await surroundings.Error.WriteLineAsync(BugReport(error)).ConfigureAwait(false);
            return ExitCodes.Bug;
        }
    }

    private static RootCommand Root(CliSurroundings surroundings) =>
        new("An LLM call fails with a connection error. Whose fault is it? One same-path probe names the break and its owner.")
        {
            ProbeCommand.Create(surroundings),
            WatchCommand.Create(surroundings),
            CompareCommand.Create(surroundings),
            PacketCommand.Create(surroundings),
            VerifyCommand.Create(surroundings),
            ConfigCommand.Create(surroundings),
            RequestCommand.Create(surroundings),
        };

    private static InvocationConfiguration Invocation(TextWriter output, TextWriter error) =>
        new() { EnableDefaultExceptionHandler = false, Output = output, Error = error };

    private static string BugReport(Exception error)
    {
        var message = Sanitizer.PatternsOnly.Clean(error.Message, 300).ReplaceLineEndings(" ");
        return $"This is a bug in probefleet, not a fault of your route: {error.GetType().Name}: {message} "
            + $"Please report it with this line and the version: {RuntimeFactsReader.App}.";
    }
}
