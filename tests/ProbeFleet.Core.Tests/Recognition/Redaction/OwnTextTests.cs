using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Recognition.Redaction;

/// <summary>What the tool itself says passes the sanitizer as it is: advice that lost a part of its command is no advice.</summary>
public sealed class OwnTextTests
{
    /// <summary>Literals that are patterns or notes about secrets, and are never shown.</summary>
    private static readonly string[] Patterns =
    [
        "user:pass@ of a URL, with or without a scheme: .NET quotes the proxy's URL with its password in its own exception.",
    ];

    [Fact]
    public void Clean_TheCatalogOfCauses_StaysAsItIs() => Assert.All(Enum.GetValues<Cause>().Select(CauseCatalog.Find), entry => Assert.All(
        [entry.Explanation, .. entry.DoNext, .. entry.DoNot, .. entry.OtherOwners.Select(other => other.When)],
        text => Assert.Equal(text, Sanitizer.PatternsOnly.Clean(text))));

    [Fact]
    public void Clean_TheDiagnosisOfEachGoldenCase_StaysAsItIs() => Assert.All(
        GoldenCase.Names.Select(name => Diagnostician.Diagnose(GoldenCase.Open(name).Evidence())), diagnosis => Assert.All(
            [diagnosis.Summary, .. diagnosis.DoNext, .. diagnosis.DoNot],
            text => Assert.Equal(text, Sanitizer.PatternsOnly.Clean(text))));

    /// <summary>Every literal with a blank in it: an interpolated sentence is one literal per piece.</summary>
    [Fact]
    public void Clean_EachSentenceOfTheJudgement_StaysAsItIs()
    {
        var sentences = Literals(typeof(CauseCatalog).Assembly.Location).Where(text => text.Contains(' ', StringComparison.Ordinal)).ToList();
        Assert.Contains(sentences, text => text.Contains("-tls1_1 -cipher", StringComparison.Ordinal));

        Assert.Equal(Patterns, sentences.Where(text => Sanitizer.PatternsOnly.Clean(text) != text).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Literals(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        for (var handle = metadata.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            yield return metadata.GetUserString(handle);
        }
    }
}
