namespace ProbeFleet.Cli.Terminal;

/// <summary>Bad input from the person at the command line. Its message says what to do, and is all that they are shown.</summary>
/// <param name="message">Sentences without secrets; may have several lines.</param>
internal sealed class UsageException(string message) : Exception(message);
