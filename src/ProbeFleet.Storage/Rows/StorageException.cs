namespace ProbeFleet.Storage.Rows;

/// <summary>Thrown when a storage call fails. The message says what to do and never holds a credential.</summary>
public sealed class StorageException : Exception
{
    internal StorageException(StorageFailure failure, string message, Exception? inner)
        : base(message, inner) => Failure = failure;

    /// <summary>Creates the exception for a row that others kept changing.</summary>
    /// <param name="message">The row, and what to do.</param>
    public static StorageException Contended(string message) => new(StorageFailure.Contended, message, inner: null);

    /// <summary>Creates the exception for an answer in which an account's part is missing.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    public static StorageException Partial(string message) => new(StorageFailure.Unreachable, message, inner: null);

    /// <summary>The kind of failure.</summary>
    public StorageFailure Failure { get; }
}

/// <summary>Why a storage call failed.</summary>
public enum StorageFailure
{
    /// <summary>No usable answer: no connection, a timeout, throttling or a server error. Trying again later helps.</summary>
    Unreachable,

    /// <summary>The account refused the caller: a missing role, a wrong or expired credential, or a network rule.</summary>
    Denied,

    /// <summary>The account refused this request; trying again does not help.</summary>
    Refused,

    /// <summary>Creates the exception for a row that others kept changing.</summary>
    Contended,
}
