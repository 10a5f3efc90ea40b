using System.Runtime.CompilerServices;

namespace ProbeFleet.Core.Tests.Diagnosis;

public sealed class MeaningReferenceTests
{
    private const string Begin =
        "<!-- meanings: written from MeaningTable by a test; edit the table and run MeaningReferenceTests with PROBEFLEET_UPDATE=1 -->\n";
    private const string End = "<!-- meanings: end -->\n";

    /// <summary>Run with PROBEFLEET_UPDATE=1 to write the part anew.</summary>
    [Fact]
    public void EvidencePage_HasTheTableOfMeanings()
    {
        var page = File.ReadAllText(PathOfPage());
        var (start, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.InRange(start, Begin.Length, end);
        if (Environment.GetEnvironmentVariable("PROBEFLEET_UPDATE") is "1")
        {
            page = $"{page[..start]}{MeaningReference.Render()}{page[end..]}";
            File.WriteAllText(PathOfPage(), page);
            end = page.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.True(
            page[start..end] == MeaningReference.Render(),
            "docs/evidence.md differs from MeaningTable. Run this test with PROBEFLEET_UPDATE=1 and commit the page.");
    }

    private static string PathOfPage([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/evidence.md"));
}
