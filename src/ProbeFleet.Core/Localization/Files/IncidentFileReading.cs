namespace ProbeFleet.Core.Localization.Files;

/// <summary>What reading an incident file gave: a file, or everything that is wrong with the text.</summary>
/// <param name="File">The file; null when there are violations.</param>
/// <param name="Violations">Everything that is wrong, in the text's order; empty when there is a file.</param>
public sealed record IncidentFileReading(IncidentFile? File, IReadOnlyList<IncidentFileViolation> Violations);

/// <summary>One thing that is wrong with an incident file.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.routes[2].baseUrl</c>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record IncidentFileViolation(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
