using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Reads an incident file.</summary>
internal static class IncidentInput
{
    /// <summary>Reads the file.</summary>
    /// <param name="name">The file; <c>-</c> is standard input.</param>
    /// <param name="window">How much of the file's window to look at, from its end; null for all of it.</param>
    /// <param name="surroundings">Standard input.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <exception cref="UsageException">It cannot be read, or has problems: all of them at once.</exception>
    public static async Task<IncidentFile> ReadAsync(string name, TimeSpan? window, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var reading = IncidentFileReader.Read(await TextSource.ReadAsync(name, surroundings, cancellationToken).ConfigureAwait(false));
        var shown = name == "-" ? "Standard input" : name;
        return reading.File is not { } file ? throw new UsageException(Shown(shown, reading.Violations))
            : window is { } length && file.Window.To - length > file.Window.From ? file with { Window = file.Window with { From = file.Window.To - length } }
            : file;
    }

    /// <summary>What is wrong with a file, one problem per line.</summary>
    public static string Shown(string name, IReadOnlyList<Violation> violations) =>
        string.Join('\n', violations.Select(violation => $"  {violation}")
            .Prepend($"{name} is not an incident file: {violations.Count} {(violations.Count == 1 ? "problem" : "problems")}. Nothing was judged."));
}
