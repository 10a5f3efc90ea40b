namespace ProbeFleet.Cli.Terminal;

/// <summary>Invalid input on the command line. Only its message is shown, and it says what to do.</summary>
/// <param name="message">Sentences without secrets, possibly on several lines.</param>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Reads a part of the input that may be malformed.</summary>
    /// <param name="part">The part's name, with which the message begins.</param>
    /// <exception cref="UsageException">It is.</exception>
    public static T Unless<T>(string part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException error)
        {
            throw new UsageException($"{part}: {error.Message}");
        }
    }
}
