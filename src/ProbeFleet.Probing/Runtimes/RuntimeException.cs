namespace ProbeFleet.Probing.Runtimes;

/// <summary>The workload's runtime cannot make the call here; the message says why, as a part of a sentence.</summary>
internal sealed class RuntimeException(string message) : Exception(message);
