namespace ProbeFleet.Deploy;

/// <summary>A hook cannot do its work. The message says what to do, and is shown without a stack trace.</summary>
internal sealed class HookException(string message) : Exception(message);
