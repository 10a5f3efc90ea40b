using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>What an answer means, and what of it says so.</summary>
/// <param name="Meaning">The meaning.</param>
/// <param name="Row">The row that decided; null when only the status is left.</param>
/// <param name="Group">The group of the row.</param>
public sealed record MeaningReading(Meaning Meaning, MeaningRow? Row, MeaningGroup? Group);

/// <summary>Reads the meaning of an answer: its words decide, and the status only between words that say the same clearly.</summary>
public static class MeaningReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="response">The response.</param>
    /// <param name="answer">The body's facts; null when it was not read.</param>
    /// <returns>The meaning; by the status alone where no row of the table shows, and then <see cref="MeaningReading.Row"/> is null.</returns>
    public static MeaningReading Read(ResponseEvidence response, AnswerFacts? answer)
    {
        ArgumentNullException.ThrowIfNull(response);
        var words = new AnswerWords(response, answer);
        var shown = MeaningTable.Rows.Where(row => row.Row.Shows(words)).GroupBy(row => row.Row.Place).MinBy(tier => tier.Key)?.ToArray();
        if (shown is null)
        {
            return new(StatusMeanings.Of(words.Status), null, null);
        }

        // The first in the table, unless another one is what this status usually goes with and the first is not.
        var (row, group) = shown.FirstOrDefault(one => StatusMeanings.Usual(one.Row.Meaning).Contains(words.Status)) is { Row: not null } fitting
            ? fitting
            : shown[0];
        return new(row.Meaning, row, group);
    }
}
