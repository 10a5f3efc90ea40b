namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key opens an HTTP function. The local host knows two: anonymous, and every other level needs a function key.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>A user's token.</summary>
    User = 1,

    /// <summary>A function key.</summary>
    Function = 2,

    /// <summary>A system key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
