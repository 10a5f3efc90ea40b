namespace ProbeFleet.Core.Tests.Diagnosis.Meanings;

public sealed class MeaningReferenceTests
{
    private const string Page = "docs/evidence.md";
    private const string Begin =
        "<!-- meanings: written from MeaningTable by a test; edit the table and run MeaningReferenceTests with PROBEFLEET_UPDATE=1 -->\n";
    private const string End = "<!-- meanings: end -->\n";

    /// <summary>Run with PROBEFLEET_UPDATE=1 to write the part anew.</summary>
    [Fact]
    public void EvidencePage_HasTheTableOfMeanings()
    {
        var page = Repository.Read(Page);
        var (start, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.InRange(start, Begin.Length, end);

        Repository.AssertEqual(Page, $"{page[..start]}{MeaningReference.Render()}{page[end..]}");
    }
}
