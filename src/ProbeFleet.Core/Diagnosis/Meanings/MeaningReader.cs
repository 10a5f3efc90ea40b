namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>The meaning of an answer and the sign that decided it.</summary>
/// <param name="Row">The row that decided; null when only the status did.</param>
public sealed record MeaningReading(Meaning Meaning, MeaningRow? Row, MeaningGroup? Group);

/// <summary>Reads the meaning of an answer from its words; the status only chooses between equally clear ones.</summary>
public static class MeaningReader
{
    /// <summary>Two of the three states of a key in one breath.</summary>
    private static readonly Wording[] EitherOr =
    [
        new($"{Missing} ~ or|/|\u6216 ~ {Invalid}|{Expired}"),
        new($"{Invalid} ~ or|/|\u6216 ~ {Missing}|{Expired}"),
        new($"{Expired} ~ or|/|\u6216 ~ {Missing}|{Invalid}"),
    ];

    private const string Missing = "missing|empty|absent|not provided|\u7f3a\u5931|\u672a\u63d0\u4f9b";
    private const string Invalid = "invalid|incorrect|wrong|malformed|not valid|revoked|\u65e0\u6548|\u4e0d\u6b63\u786e|\u9519\u8bef";
    private const string Expired = "expired|\u8fc7\u671f";

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The body's facts; null when it was not read.</param>
    /// <returns>The meaning; when no row matches it comes from the status, and <see cref="MeaningReading.Row"/> is null.</returns>
    public static MeaningReading Read(ResponseEvidence response, AnswerFacts? answer)
    {
        var words = new AnswerWords(response, answer);
        var shown = MeaningTable.Rows.Where(row => row.Row.Shows(words)).ToArray();
        if (shown is [])
        {
            return new(StatusMeanings.For(words.Status), null, null);
        }

        // The first of the clearest rows, unless only a later one has a meaning that usually comes with this status.
        var place = shown.Min(one => one.Row.Place);
        var isTelling = place is not SignPlace.Wording || words.Status is 402 or 413 or 429;
        var clearest = shown.Where(one => one.Row.Place == place && !shown.Any(other => one.Row.IsPartOf(other.Row))).ToArray();
        var decided = clearest.FirstOrDefault(
            one => isTelling && StatusMeanings.Usual(one.Row.Meaning).Contains(words.Status), clearest[0]);

        if (place is not (SignPlace.Header or SignPlace.Word)
            && decided.Row.Meaning is Meaning.KeyMissing or Meaning.KeyExpired && words.MeansAny(EitherOr))
        {
            // "Missing or invalid", "invalid or expired": the answer does not say which.
            return new(Meaning.KeyRefused, decided.Row, decided.Group);
        }

        if (words.IsQuote && decided.Row.Meaning is Meaning.ServerFailed)
        {
            // The server says of itself that it failed, and the status that it quotes says why.
            return new(StatusMeanings.For(words.Status), null, null);
        }

        if (place < SignPlace.Wording || words.Status < 500 || !StatusMeanings.BlamesTheCall(decided.Row.Meaning))
        {
            return new(decided.Row.Meaning, decided.Row, decided.Group);
        }

        // A server that fails may name the model or the key in any words: what says that it failed is clearer then, and a hint is nothing.
        var (row, group) = shown.FirstOrDefault(one => one.Row.Meaning is Meaning.Overloaded or Meaning.ServerFailed, decided);
        return place is SignPlace.Hint && row == decided.Row
            ? new(StatusMeanings.For(words.Status), null, null)
            : new(row.Meaning, row, group);
    }
}
