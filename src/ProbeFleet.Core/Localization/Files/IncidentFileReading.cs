using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Localization.Files;

/// <summary>What reading an incident file gave: a file, or everything that is wrong with the text.</summary>
/// <param name="Violations">Everything that is wrong, in the text's order; empty when there is a file.</param>
public sealed record IncidentFileReading(IncidentFile? File, IReadOnlyList<Violation> Violations);
