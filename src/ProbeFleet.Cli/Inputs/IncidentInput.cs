using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Cli.Inputs;

internal static class IncidentInput
{
    /// <param name="name">The file; <c>-</c> is standard input.</param>
    /// <param name="window">The length of the window to keep, from its end; null for all of it.</param>
    /// <exception cref="UsageException">The file cannot be read or has problems; the message lists all of them.</exception>
    public static async Task<IncidentFile> ReadAsync(
        string name, TimeSpan? window, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var reading = IncidentFileReader.Read(await TextSource.ReadAsync(name, surroundings, cancellationToken));
        var file = reading.File ?? throw new UsageException(Shown(TextSource.NameOf(name), reading.Violations));
        return window is { } length && file.Window.To - length > file.Window.From
            ? file with { Window = file.Window with { From = file.Window.To - length } }
            : file;
    }

    /// <summary>Formats the problems of an incident file, one per line.</summary>
    public static string Shown(string name, IReadOnlyList<Violation> violations) =>
        TextSource.Listed($"{name} is not an incident file", violations, "problem", "Nothing was judged.");
}
