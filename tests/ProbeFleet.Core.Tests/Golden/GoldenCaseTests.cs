using System.Text.Json;
using ProbeFleet.Core.Diagnosis;

namespace ProbeFleet.Core.Tests.Golden;

public sealed class GoldenCaseTests
{
    public static TheoryData<string> All => [.. GoldenCase.Names];

    public static TheoryData<string> WithRawResponse => [.. GoldenCase.Names.Where(name => GoldenCase.Open(name).HasRaw)];

    [Fact]
    public void ExpectedTable_ListsExactlyTheFolders() =>
        Assert.Equal(GoldenCase.Expected.Keys.Order(StringComparer.Ordinal), GoldenCase.Names);

    [Theory, MemberData(nameof(All))]
    public void Diagnosis_OfGoldenCase_IsTheRecordedOne(string name)
    {
        var golden = GoldenCase.Open(name);
        if (Repository.IsUpdating)
        {
            golden.Record(golden.HasRaw ? golden.EvidenceFromRaw() : golden.Evidence());
        }

        Assert.Equal(golden.RecordedDiagnosis(), GoldenCase.Text(Diagnostician.Diagnose(golden.Evidence())));
    }

    /// <summary>The table is written by hand from the facts; the recorded diagnoses are written by the code.</summary>
    [Theory, MemberData(nameof(All))]
    public void Diagnosis_OfGoldenCase_NamesTheCauseAndOwnerWrittenByHand(string name)
    {
        var diagnosis = Diagnostician.Diagnose(GoldenCase.Open(name).Evidence());

        Assert.Equal(GoldenCase.Expected[name], (Wire(diagnosis.Cause), Wire(diagnosis.Owner)));
    }

    [Theory, MemberData(nameof(WithRawResponse))]
    public void RawResponse_OfGoldenCase_ReadsAsTheRecordedEvidence(string name)
    {
        var golden = GoldenCase.Open(name);

        Assert.Equal(golden.RecordedEvidence(), GoldenCase.Text(golden.EvidenceFromRaw()));
    }

    [Theory, MemberData(nameof(All))]
    public void Conclusion_OfGoldenCase_HasABreakExactlyWhenItFailed(string name)
    {
        var result = ProbeJudgement.Conclude(GoldenCase.Open(name).Evidence(), new("sha256:1", "sha256:2"));

        Assert.Equal(result.Diagnosis.Cause is Cause.Ok or Cause.StreamBuffered, result.Outcome is ProbeOutcome.Passed);
        Assert.Equal(result.Break, result.BrokenStage?.Stage);
        Assert.Equal(result.Outcome is ProbeOutcome.Failed, result.Break is not null);
    }

    private static string Wire<T>(T value) => JsonSerializer.Serialize(value).Trim('"');
}
