using System.Runtime.CompilerServices;
using System.Text.Json;
using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Localization;

/// <summary>Public incidents, written by the benchmarks' <c>replay</c> command; the localizer is never tuned on them.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Folder()).Select(
        path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Replay_OfAPublicIncident_NamesTheRightOwnerAndHoldsTheComponent(string incident)
    {
        var file = IncidentFileReader.Read(File.ReadAllText(Path.Combine(Folder(), incident, "incident.json"))).File!;
        using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), incident, "truth.json")));

        var located = Localizer.Locate(file);

        var components = truth.RootElement.GetProperty("components").EnumerateArray().Select(item => item.GetString()!).ToList();
        var said = ReadableJson.Of(located.Verdict, ProbeFleetJson.Default.LocalizationVerdict);
        Assert.True(truth.RootElement.GetProperty("owner").Deserialize(ProbeFleetJson.Default.Owner) == located.Verdict.Owner, said);

        // A joint cause of several components ("other:a+b") names them all.
        Assert.True(
            located.CredibleSet.Any(name =>
                components.Contains(name) || (name.StartsWith("other:", StringComparison.Ordinal) && components.Any(name.Contains))),
            $"{string.Join(", ", located.CredibleSet)}\n{said}");
    }

    [Fact]
    public void Archive_HasEveryCase() => Assert.Equal(22, Cases.Count);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Replay");
}
