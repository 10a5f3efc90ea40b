using System.Text.Json;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Tests.Shared;

/// <summary>Results made from the recorded golden evidence, which the project copies beside its assembly.</summary>
internal static class GoldenResults
{
    private static readonly Fingerprint Print = new($"sha256:{new string('a', 64)}", $"sha256:{new string('b', 64)}");

    private static readonly Dictionary<string, ProbeResult> ByName = Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "evidence.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .ToDictionary(
            file => Path.GetFileName(Path.GetDirectoryName(file)!),
            file => ProbeJudgement.Conclude(Read(file), Print));

    /// <summary>All of them, always in the same order.</summary>
    public static IReadOnlyList<ProbeResult> All { get; } = [.. ByName.Values];

    public static ProbeResult Named(string name) => ByName[name];

    private static ProbeEvidence Read(string file) =>
        JsonSerializer.Deserialize(File.ReadAllText(file), ProbeFleetJson.Default.ProbeEvidence)!;
}
