namespace ProbeFleet.Core.Reading;

/// <summary>One rule that a text breaks, of a <c>fleet.json</c> or an incident file.</summary>
/// <param name="Path">Where: a JSON path such as <c>$.routes[2].baseUrl</c>; <c>$</c> for the whole text.</param>
/// <param name="Message">What is wrong and what to write instead; never holds a secret.</param>
/// <param name="Value">
/// The offending value as JSON, at most 100 characters; null when the place has no value of its own, and a note in
/// its place when it looks like a secret.
/// </param>
public sealed record Violation(string Path, string Message, string? Value = null)
{
    /// <summary>Formats the violation as one line: <c>path: message Found: value</c>.</summary>
    public override string ToString() => Value is null ? $"{Path}: {Message}" : $"{Path}: {Message} Found: {Value}";
}
