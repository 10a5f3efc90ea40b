using ProbeFleet.Cli.Terminal;

namespace ProbeFleet.Cli.Fleets;

/// <summary>The fleet gave no answer, so its state is unknown: exit code <see cref="ExitCodes.Unknown"/>.</summary>
/// <param name="message">The message for standard error.</param>
internal sealed class FleetSilentException(string message) : Exception(message);
