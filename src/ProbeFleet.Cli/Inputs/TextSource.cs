using System.Text;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Reads text from a file, or from standard input when the name is <c>-</c>.</summary>
internal static class TextSource
{
    /// <summary>The most characters in a file of results. A round of 64 routes is below 1 MB; a larger file is of another kind.</summary>
    private const int LargestResults = 64 * 1024 * 1024;

    /// <summary>The most characters in a configuration; 500 routes take a tenth of it.</summary>
    private const int LargestConfiguration = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file as messages name it.</summary>
    public static string NameOf(string name) => name == "-" ? "Standard input" : name;

    /// <summary>Reads the text of a file of results.</summary>
    /// <exception cref="UsageException">There is no such file, it cannot be read, or it is too large.</exception>
    public static Task<string> ReadAsync(string name, CliSurroundings surroundings, CancellationToken cancellationToken) =>
        ReadAsync(name, LargestResults, surroundings, file => new(file), cancellationToken);

    /// <summary>Reads the text of a configuration, which is in UTF-8 and nothing else, as the fleet's API takes it.</summary>
    /// <exception cref="UsageException">As above, or the file is in another encoding.</exception>
    public static async Task<string> ReadConfigurationAsync(string name, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var text = await ReadAsync(
                name, LargestConfiguration, surroundings, file => new(file, Strict, detectEncodingFromByteOrderMarks: false),
                cancellationToken);
            return text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{name} is not UTF-8: save the file as UTF-8. Nothing was done.");
        }
    }

    // A device or pipe states no length in advance and may never end.
    private static async Task<string> ReadAsync(
        string name, int most, CliSurroundings surroundings, Func<string, StreamReader> open, CancellationToken cancellationToken)
    {
        if (name == "-")
        {
            return await ReadAsync(surroundings.Input, NameOf(name), most, cancellationToken);
        }

        if (Directory.Exists(name))
        {
            throw new UsageException($"{name} is a folder: give a file.");
        }

        try
        {
            using var reader = open(name);
            return await ReadAsync(reader, name, most, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException(name.StartsWith('-')
                ? $"There is no option {name.Split('=', ':')[0]} here, and no file of that name: see --help."
                : $"There is no file {name}. Check the name; the current folder is {Environment.CurrentDirectory}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be read: permission denied. Run as a user who may read it.");
        }
        catch (Exception error) when (error is IOException or NotSupportedException
            or (ArgumentException and not DecoderFallbackException))
        {
            throw new UsageException($"{name} cannot be read: {error.Message}");
        }
    }

    /// <summary>Lists what is wrong with a file, one line each.</summary>
    public static string Listed(string head, IReadOnlyList<Violation> violations, string what, string end) => string.Join(
        '\n',
        violations.Select(violation => $"  {violation}")
            .Prepend($"{head}: {violations.Count} {what}{(violations.Count == 1 ? "" : "s")}. {end}"));

    private static async Task<string> ReadAsync(TextReader reader, string name, int most, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        for (int read; (read = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            text.Append(buffer, 0, read);
            if (text.Length > most)
            {
                throw new UsageException(
                    $"{name} is larger than {most / (1024 * 1024)} MiB: it is not a file of probefleet's. Give the right one.");
            }
        }

        return text.ToString();
    }
}
