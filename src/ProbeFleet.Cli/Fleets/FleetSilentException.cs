namespace ProbeFleet.Cli.Fleets;

/// <summary>The fleet gave no answer, so its state is unknown: exit code <see cref="ExitCodes.Unknown"/>.</summary>
internal sealed class FleetSilentException(string message) : Exception(message);
