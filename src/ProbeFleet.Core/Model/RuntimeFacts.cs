namespace ProbeFleet.Core.Model;

/// <summary>The facts that a runtime reports about itself.</summary>
public sealed record RuntimeFacts
{
    /// <summary>The kind of host: <c>functions-flex</c>, <c>container</c>, <c>cli</c>, …</summary>
    public required string Host { get; init; }

    /// <summary>The host's instance id; null when it has none.</summary>
    public string? Instance { get; init; }

    /// <summary>The operating system and its version.</summary>
    public required string Os { get; init; }

    /// <summary>The .NET runtime version, such as <c>10.0.12</c>.</summary>
    public required string Dotnet { get; init; }

    /// <summary>The SDK that makes the call, with its version: <c>OpenAI 2.15.0</c>.</summary>
    public required string Sdk { get; init; }

    /// <summary>ProbeFleet's own version, such as <c>0.1.0+sha</c>.</summary>
    public required string App { get; init; }
}
