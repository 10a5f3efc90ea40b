namespace ProbeFleet.Probing.Runtimes;

/// <summary>Thrown when the workload's runtime cannot make the call here; the message is part of a sentence.</summary>
internal sealed class RuntimeException(string message) : Exception(message);
