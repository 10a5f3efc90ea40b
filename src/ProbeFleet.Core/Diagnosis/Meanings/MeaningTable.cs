namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// The table of signs for each meaning, each row with its public source. A new provider error takes one row here and one answer in
/// <c>tests/ProbeFleet.Core.Tests/Golden/Answers</c>.
/// </summary>
internal static class MeaningTable
{
    /// <summary>The groups, in the order of precedence among equally clear rows.</summary>
    public static IReadOnlyList<MeaningGroup> Groups { get; } =
    [
        .. PageWords.All, .. GatewayWords.All, OpenAIWords.OpenAI, OpenAIWords.Azure, .. ProviderWords.All, .. ServerWords.All,
        ShapeRefusals.Group, .. CommonWords.All,
    ];

    internal static IReadOnlyList<(MeaningRow Row, MeaningGroup Group)> Rows { get; } =
        [.. Groups.SelectMany(group => group.Rows.Select(row => (row, group)))];

    internal static bool IsProvider(MeaningGroup group) => Providers.Contains(group);

    private static readonly HashSet<MeaningGroup> Providers =
        new([OpenAIWords.OpenAI, OpenAIWords.Azure, .. ProviderWords.All], ReferenceEqualityComparer.Instance);
}
