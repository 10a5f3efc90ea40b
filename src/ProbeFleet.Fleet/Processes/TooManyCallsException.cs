namespace ProbeFleet.Fleet.Processes;

/// <summary>Thrown when more is asked than is done at once or in a minute. The message says what is bounded.</summary>
/// <param name="retryAfter">How long to wait before a retry; above zero.</param>
public sealed class TooManyCallsException(string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>How long to wait before a retry; above zero.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
