using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function by an HTTP request.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Answers the given methods.</summary>
    /// <param name="authLevel">Which key opens the function.</param>
    /// <param name="methods">For example <c>get</c>; none means all.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) => (AuthLevel, Methods) = (authLevel, methods);

    /// <summary>The route below the prefix of host.json; null means the function's name.</summary>
    public string? Route { get; set; }

    /// <summary>The methods answered; empty or null means all.</summary>
    public string[]? Methods { get; }

    /// <summary>Which key opens the function.</summary>
    public AuthorizationLevel AuthLevel { get; }
}
