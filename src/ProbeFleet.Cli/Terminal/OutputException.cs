namespace ProbeFleet.Cli.Terminal;

/// <summary>Standard output cannot be written, such as on a full disk; the message says so and what to do.</summary>
internal sealed class OutputException(string message) : Exception(message);
