namespace ProbeFleet.Cli.Inputs;

/// <summary>Text from a file, or from standard input when the name is <c>-</c>.</summary>
internal static class TextSource
{
    // A round of 64 routes is below 1 MB; more than this is another kind of file.
    private const long Largest = 64 * 1024 * 1024;

    /// <summary>Reads the text.</summary>
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    public static async Task<string> ReadAsync(string name, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        if (name == "-")
        {
            return await surroundings.Input.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Directory.Exists(name) ? throw new UsageException($"{name} is a folder: give a file.")
                : new FileInfo(name) is { Exists: true, Length: > Largest } ? throw new UsageException($"{name} is larger than 64 MB: it is not a file of probefleet's.")
                : await File.ReadAllTextAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file {name}. Check the name; the current folder is {Environment.CurrentDirectory}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be read: permission denied. Run as a user who may read it.");
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{name} cannot be read: {error.Message}");
        }
    }
}
