namespace ProbeFleet.Cli.Terminal;

/// <summary>Invalid input on the command line. Only its message is shown, and it says what to do.</summary>
/// <param name="message">Sentences without secrets, possibly on several lines.</param>
internal sealed class UsageException(string message) : Exception(message);
