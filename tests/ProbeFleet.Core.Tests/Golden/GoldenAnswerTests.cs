using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Meanings;

namespace ProbeFleet.Core.Tests.Golden;

public sealed class GoldenAnswerTests
{
    public static TheoryData<string> All => [.. GoldenAnswer.All.Keys];

    [Theory, MemberData(nameof(All))]
    public void Answer_AsDocumented_HasTheMeaningCauseAndOwnerWrittenByHand(string name)
    {
        var answer = GoldenAnswer.All[name];

        var diagnosis = Diagnostician.Diagnose(answer.Evidence());

        Assert.Equal(
            (answer.Meaning, answer.Cause, answer.Owner),
            (GoldenAnswer.Wire(answer.Read().Meaning), GoldenAnswer.Wire(diagnosis.Cause), GoldenAnswer.Wire(diagnosis.Owner)));
        Assert.InRange(diagnosis.DoNext.Count, diagnosis.Cause is Core.Model.Cause.Ok ? 0 : 1, 4);
        var said = string.Join(
            '\n', [diagnosis.Summary, .. diagnosis.DoNext, .. diagnosis.DoNot, .. (diagnosis.Alternatives ?? []).Select(other => other.Check)]);
        Assert.All(answer.Says, text => Assert.Contains(text, said, StringComparison.OrdinalIgnoreCase));
        Assert.All(answer.NeverSays, text => Assert.DoesNotContain(text, said, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A row without an answer of its own is either not needed or not tried.</summary>
    [Fact]
    public void EveryRowOfTheTable_DecidesAGoldenAnswer()
    {
        var decided = GoldenAnswer.All.Values.Select(answer => answer.Read().Row).ToHashSet(ReferenceEqualityComparer.Instance);

        var idle = MeaningTable.Groups.SelectMany(group => group.Rows
            .Where(row => !decided.Contains(row))
            .Select(row => $"{group.Name}: {row.Meaning} \"{row.Text}\""));

        Assert.Empty(string.Join('\n', idle));
    }

    [Fact]
    public void EverySource_IsAPublicPage() =>
        Assert.All(
            MeaningTable.Groups.SelectMany(group => group.Rows.Select(row => row.Source ?? group.Source)),
            source => Assert.True(Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps, source));
}
