namespace ProbeFleet.Fleet.Processes;

/// <summary>More is asked at once than is done at once. The message says what is bounded.</summary>
/// <param name="message">What is bounded, and to how many.</param>
/// <param name="retryAfter">When it is worth asking again; above zero.</param>
public sealed class TooManyCallsException(string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>When it is worth asking again; above zero.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
