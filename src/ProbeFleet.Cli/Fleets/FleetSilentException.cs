using ProbeFleet.Cli.Terminal;

namespace ProbeFleet.Cli.Fleets;

/// <summary>The fleet gave no answer, so nothing is known of it: exit code <see cref="ExitCodes.Unknown"/>.</summary>
/// <param name="message">What happened, for standard error.</param>
internal sealed class FleetSilentException(string message) : Exception(message);
