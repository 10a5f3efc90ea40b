namespace ProbeFleet.Storage.Rows;

/// <summary>Thrown when a storage call fails. The message says what to do and never holds a credential.</summary>
/// <param name="message">What failed, and what to do.</param>
public sealed class StorageException(StorageFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of failure.</summary>
    public StorageFailure Failure => failure;
}

/// <summary>Why a storage call failed.</summary>
public enum StorageFailure
{
    /// <summary>No usable answer: no connection, a timeout, throttling or a server error. Trying again later helps.</summary>
    Unreachable,

    /// <summary>The account refused the caller: a missing role, a wrong or expired credential, or a network rule.</summary>
    Denied,

    /// <summary>The account refused this request, or this program cannot make it; trying again does not help.</summary>
    Refused,

    /// <summary>Others kept changing the row; asking again may help.</summary>
    Contended,
}
