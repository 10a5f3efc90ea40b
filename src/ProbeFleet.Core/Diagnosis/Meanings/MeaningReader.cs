using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>The meaning of an answer and the sign that decided it.</summary>
/// <param name="Row">The row that decided; null when only the status did.</param>
public sealed record MeaningReading(Meaning Meaning, MeaningRow? Row, MeaningGroup? Group);

/// <summary>Reads the meaning of an answer from its words; the status only chooses between equally clear ones.</summary>
public static class MeaningReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The body's facts; null when it was not read.</param>
    /// <returns>The meaning; when no row matches it comes from the status, and <see cref="MeaningReading.Row"/> is null.</returns>
    public static MeaningReading Read(ResponseEvidence response, AnswerFacts? answer)
    {
        ArgumentNullException.ThrowIfNull(response);
        var words = new AnswerWords(response, answer);
        var shown = MeaningTable.Rows.Where(row => row.Row.Shows(words)).GroupBy(row => row.Row.Place).MinBy(tier => tier.Key)?.ToArray();
        if (shown is null)
        {
            return new(StatusMeanings.For(words.Status), null, null);
        }

        // The first row, unless only a later one of a product has a meaning that usually comes with this status.
        var (row, group) = shown.FirstOrDefault(one => one.Row.Place is not SignPlace.Wording
            && StatusMeanings.Usual(one.Row.Meaning).Contains(words.Status)) is { Row: not null } fitting
            ? fitting
            : shown[0];
        return new(row.Meaning, row, group);
    }
}
